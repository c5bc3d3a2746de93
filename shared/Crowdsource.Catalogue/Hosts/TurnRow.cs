namespace Crowdsource.Catalogue.Hosts;

/// <summary>Which host has a turn.</summary>
public sealed class TurnRow
{
    /// <summary>What is done by one host at a time.</summary>
    public required string Name { get; init; }

    /// <summary>A process; another one after each start.</summary>
    public required string Holder { get; init; }

    /// <summary>By the database's clock; afterwards anybody may take it.</summary>
    public required DateTimeOffset Until { get; init; }
}
