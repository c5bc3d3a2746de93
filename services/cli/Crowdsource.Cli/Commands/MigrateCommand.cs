using System.CommandLine;
using System.Data.Common;
using Crowdsource.Catalogue;
using Crowdsource.Catalogue.PostgreSql;
using Spectre.Console;

namespace Crowdsource.Cli.Commands;

/// <summary>The one job that changes the schema of a shared catalogue. Hosts only look at it.</summary>
internal static class MigrateCommand
{
    private const string Variable = "Crowdsource__Catalogue__ConnectionString";

    private static readonly Option<string?> s_database = new("--database")
    {
        Description = $"The connection string of the PostgreSQL database, which must exist; the hosts' environment variable {Variable} serves too, and hides the password.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(Variable),
    };

    public static Command Create() => CommandLine.Command(
        "migrate", "Bring the schema of a shared catalogue up to date, once, before the hosts of a new version start.",
        async (parsed, output, cancellation) =>
        {
            if (parsed.GetValue(s_database) is not { Length: > 0 } database)
            {
                throw new CliException($"Which database? Give --database, or set {Variable}. A catalogue in a data folder needs no migration by hand.");
            }

            try
            {
                var changed = await PostgreSqlSchema.Migrate(database, cancellation) > 0;
                output.People.MarkupLineInterpolated($"The schema is up to date {(changed ? "now" : "already")}.");
                return 0;
            }
            catch (Exception failed) when (failed is DbException or UnsupportedSchemaException or ArgumentException)
            {
                throw new CliException($"The database cannot be migrated: {failed.Message}");
            }
        }, s_database);
}
