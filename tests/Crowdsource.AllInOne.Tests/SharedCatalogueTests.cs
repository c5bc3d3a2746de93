using System.Net.Http.Headers;
using Crowdsource.Chaos.Load;
using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.AllInOne.Tests;

/// <summary>The real host in front of a real PostgreSQL.</summary>
public sealed class SharedCatalogueTests : IDisposable
{
    private readonly string _schema = PostgreSqlServer.Shared.CreateSchema();
    private readonly TemporaryFolder _folder = new();

    private Dictionary<string, string> Settings => new()
    {
        ["Crowdsource__Catalogue__Database"] = "PostgreSql",
        ["Crowdsource__Catalogue__ConnectionString"] = _schema,
    };

    public void Dispose()
    {
        _folder.Dispose();
        PostgreSqlServer.Shared.DropSchema(_schema);
    }

    [Fact]
    public async Task A_host_refuses_a_database_without_a_schema_and_runs_on_one_that_was_migrated()
    {
        var refusal = await Should.ThrowAsync<InvalidOperationException>(
            () => HostUnderTest.Start(_folder.Path, TestContext.Current.CancellationToken, Settings));
        refusal.Message.ShouldContain("run 'crowdsource migrate'");

        (await OperatorCommand.Run(null, TestContext.Current.CancellationToken, "migrate")).Said.ShouldContain("Which database?");
        var (status, said) = await OperatorCommand.Run(null, TestContext.Current.CancellationToken, "migrate", "--database", _schema);
        (status, said).ShouldBe((0, "The schema is up to date now. "));
        await using var host = await HostUnderTest.Start(_folder.Path, TestContext.Current.CancellationToken, Settings);

        host.Said.ShouldContain("catalogue: PostgreSQL");
        using var owner = new HttpClient { BaseAddress = host.Address };
        owner.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", HostUnderTest.OwnerKey(_folder.Path));
        (await owner.GetAsync(new Uri("/api/v1/campaigns", UriKind.Relative), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        File.Exists(_folder.File("catalogue.db")).ShouldBeFalse();
    }
}
