using System.ComponentModel.DataAnnotations;

namespace Crowdsource.Hosting.Catalogues;

/// <summary>Which database holds the rows. Configuration section <c>Crowdsource:Catalogue</c>.</summary>
public sealed class CatalogueOptions : IValidatableObject
{
    public const string Section = "Crowdsource:Catalogue";

    internal const string InSqlite = "Sqlite";
    internal const string InPostgreSql = "PostgreSql";

    /// <summary><c>Sqlite</c>, a file in the data folder, for one host; <c>PostgreSql</c> for any number.</summary>
    public string Database { get; set; } = InSqlite;

    /// <summary>Of the PostgreSQL database, such as <c>Host=postgresql;Database=crowdsource;Username=…;Password=…</c>.</summary>
    public string ConnectionString { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Database switch
    {
        InSqlite => [],
        InPostgreSql when string.IsNullOrWhiteSpace(ConnectionString) => [new ValidationResult($"{Section}:{nameof(ConnectionString)} must be given.")],
        InPostgreSql => [],
        _ => [new ValidationResult($"{Section}:{nameof(Database)} must be {InSqlite} or {InPostgreSql}.")],
    };
}
