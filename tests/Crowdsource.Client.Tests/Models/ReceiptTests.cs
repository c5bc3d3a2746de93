using System.Collections.Concurrent;
using System.Net;
using Crowdsource.Client.Tests.Http;
using Crowdsource.Delivery.Tests;
using Crowdsource.Domain.Releases;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Releases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Crowdsource.Client.Tests.Models;

public sealed class ReceiptTests
{
    private const string Route = "/api/v1/campaigns/fruit/receipts";
    private readonly ConcurrentQueue<(ReceiptRequest Receipt, string? Token)> _received = new();

    [Fact]
    public async Task The_server_hears_what_became_of_each_release()
    {
        await using var server = await Start();
        using var phone = new Phone(server, appToken: "app-token");
        await server.Release(ColourModel.Build(1));
        await phone.Update();
        await server.Release(ColourModel.BuildWithWrongModel(2));
        await phone.Update();
        await phone.Update();

        _received.Select(item => (item.Receipt.Kind, item.Receipt.Version)).ShouldBe(
        [
            (ReceiptKind.Downloaded, 1), (ReceiptKind.Activated, 1), (ReceiptKind.Downloaded, 2), (ReceiptKind.Refused, 2),
        ]);
        _received.ShouldAllBe(item => item.Token == "Bearer app-token" && item.Receipt.Channel == ChannelId.Stable);
        _received.Select(item => item.Receipt.Device).Distinct().Count().ShouldBe(1);
        _received.Select(item => item.Receipt.Id).Distinct().Count().ShouldBe(4);
        _received.Last().Receipt.Detail!.ShouldStartWith("golden-failed");
    }

    [Fact]
    public async Task A_receipt_waits_until_the_server_has_it_and_keeps_its_id()
    {
        await using var server = await Start();
        using var phone = new Phone(server, appToken: "app-token");
        await server.Release(ColourModel.Build(1));
        phone.Network.Before = request =>
            request.Method == HttpMethod.Post ? FaultyNetwork.Answer(HttpStatusCode.ServiceUnavailable) : null;
        await phone.Update();
        _received.ShouldBeEmpty();
        var waiting = Directory.GetFiles(Path.Combine(phone.Folder, "receipts")).Select(Path.GetFileNameWithoutExtension).ToList();
        waiting.Count.ShouldBe(2);

        phone.Network.Before = _ => null;
        await phone.Update();

        _received.Select(item => item.Receipt.Id.ToString()).ShouldBe(waiting, ignoreOrder: true);
        Directory.GetFiles(Path.Combine(phone.Folder, "receipts")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_an_app_token_there_are_no_receipts()
    {
        await using var server = await Start();
        using var phone = new Phone(server);
        await server.Release(ColourModel.Build(1));
        await phone.Update();

        _received.ShouldBeEmpty();
        Directory.GetFiles(Path.Combine(phone.Folder, "receipts")).ShouldBeEmpty();
    }

    private Task<UpdateServer> Start() => UpdateServer.Start(routes => routes.MapPost(Route, async (HttpContext context) =>
    {
        var receipt = await System.Text.Json.JsonSerializer.DeserializeAsync<ReceiptRequest>(
            context.Request.Body, ProtocolJson.Options, context.RequestAborted);
        _received.Enqueue((receipt!, context.Request.Headers.Authorization));
        return TypedResults.Created();
    }));
}
