using System.Text;
using Crowdsource.Contracts.Messages;
using Crowdsource.Domain.Submissions;
using Crowdsource.Testing.Hosts;
using MassTransit;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Crowdsource.Augmenter.Tests.Bus;

/// <summary>A real broker, which can be away for a while.</summary>
public sealed class RealRabbitMq : IAsyncLifetime
{
    private ClusterServer _server = null!;

    public TcpRelay Line { get; private set; } = null!;

    public Uri Address => new($"amqp://127.0.0.1:{Line.Address.Port}/");

    public async ValueTask InitializeAsync()
    {
        _server = await ClusterServer.Start("rabbitmq", CancellationToken.None);
        Line = new TcpRelay(_server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await Line.DisposeAsync();
        await _server.DisposeAsync();
    }
}

public sealed class RabbitMqBusTests(RealRabbitMq broker) : BusContract, IClassFixture<RealRabbitMq>
{
    private protected override (string, string?)[] Settings =>
    [
        ("Crowdsource:Bus:Transport", "RabbitMq"), ("Crowdsource:Bus:RabbitMq:Address", broker.Address.ToString()),
        ("Crowdsource:Bus:RabbitMq:User", "guest"), ("Crowdsource:Bus:RabbitMq:Password", "guest"),
    ];

    [Fact]
    public async Task What_is_owed_while_the_broker_is_away_is_done_when_it_is_back()
    {
        await using var host = await Start();
        var campaign = await SmallCampaign.Create(host, "fruit", "apple", "pear");
        var consumed = Watch(host);

        await broker.Line.Cut();
        var id = await campaign.Send(Photo(2), "apple");
        broker.Line.Mend();
        await consumed.WaitAsync(s_patience, Cancelled);

        (await campaign.State(id)).Status.ShouldBe(SubmissionStatus.InReview);
        await UntilConnected(host);
    }

    [Fact]
    public async Task What_no_worker_takes_is_not_lost_in_silence()
    {
        await using var host = await Start();
        (await Record.ExceptionAsync(() => host.Get<IBus>().Publish(new ReleaseModel(1), Cancelled))).ShouldBeOfType<MessageReturnedException>();
    }

    [Fact]
    public async Task Queues_are_replicated_and_bounded()
    {
        await using var host = await Start();
        await using var connection = await new ConnectionFactory { Uri = broker.Address }.CreateConnectionAsync(Cancelled);

        // A queue that stands is declared again with the same arguments only.
        await Declare(connection, ("x-queue-type", "quorum"), ("x-max-length", 50_000));
        await Should.ThrowAsync<OperationInterruptedException>(() => Declare(connection, ("x-queue-type", "quorum")));
        await Should.ThrowAsync<OperationInterruptedException>(() => Declare(connection, ("x-max-length", 50_000)));
    }

    /// <summary>As version 1 sent it: it may wait in a queue while hosts get a newer version.</summary>
    [Theory]
    [InlineData("ProcessPhoto")]
    [InlineData("EraseVolunteer")]
    public async Task What_an_earlier_version_announced_is_understood(string message)
    {
        await using var host = await Start();
        var consumed = Watch(host);
        await using var connection = await new ConnectionFactory { Uri = broker.Address }.CreateConnectionAsync(Cancelled);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancelled);
        var envelope =
            $$"""
            {
              "messageId": "0a7f0000-a66f-3318-6040-08df496810c5",
              "conversationId": "0a7f0000-a66f-3318-6041-08df496810c5",
              "sourceAddress": "rabbitmq://rabbitmq/api_CrowdsourceApiHost_bus_x?temporary=true",
              "destinationAddress": "rabbitmq://rabbitmq/Crowdsource.Contracts.Messages:{{message}}",
              "messageType": ["urn:message:Crowdsource.Contracts.Messages:{{message}}", "urn:message:Crowdsource.Contracts.Messages:IWorkAvailable"],
              "message": { "workId": 4711 },
              "sentTime": "2026-11-23T14:17:56.4391847Z",
              "headers": { "correlation": "0af7651916cd43dd8448eb211c80319c" }
            }
            """;

        await channel.BasicPublishAsync(
            $"Crowdsource.Contracts.Messages:{message}", routingKey: "", mandatory: true,
            new BasicProperties { ContentType = "application/vnd.masstransit+json" }, Encoding.UTF8.GetBytes(envelope), Cancelled);

        var heard = (await consumed.WaitAsync(s_patience, Cancelled)).ShouldNotBeNull();
        (heard.GetType().Name, heard.WorkId).ShouldBe((message, 4711));
    }

    [Theory]
    [InlineData("Crowdsource:Bus:Transport", "Pigeons", "Crowdsource:Bus:Transport must be InMemory or RabbitMq.")]
    [InlineData("Crowdsource:Bus:RabbitMq:Address", "rabbitmq:5672", "Crowdsource:Bus:RabbitMq:Address must be amqp:// or amqps://")]
    [InlineData("Crowdsource:Bus:RabbitMq:Password", "", "Crowdsource:Bus:RabbitMq:Password must be given.")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string setting, string value, string complaint)
    {
        var settings = Settings.Where(pair => pair.Item1 != setting).Append((setting, value)).ToArray();
        (await Should.ThrowAsync<OptionsValidationException>(() => EmbeddedHost.Start(_ => { }, null, settings)))
            .Failures.ShouldHaveSingleItem().ShouldContain(complaint);
    }

    private static async Task Declare(IConnection connection, params (string Name, object? Value)[] arguments)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancelled);
        await channel.QueueDeclareAsync(
            "process-photo", durable: true, exclusive: false, autoDelete: false, arguments.ToDictionary(pair => pair.Name, pair => pair.Value),
            cancellationToken: Cancelled);
    }
}
