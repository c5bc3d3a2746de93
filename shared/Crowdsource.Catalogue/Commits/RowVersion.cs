namespace Crowdsource.Catalogue;

/// <summary>Where a state's row is and how often it was written: the etag that a writer must know to replace it.</summary>
/// <param name="Sequence">The row's server-made number, in the order of insertion.</param>
/// <param name="Version">From 1 up; raised by each write.</param>
public readonly record struct RowVersion(long Sequence, long Version)
{
    /// <summary>There is no row yet: the write must insert it.</summary>
    public static RowVersion None => default;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static RowVersion Parse(string etag)
    {
        ArgumentNullException.ThrowIfNull(etag);
        return etag.Split(':') is [var sequence, var version]
            ? new RowVersion(long.Parse(sequence), long.Parse(version))
            : throw new FormatException($"'{etag}' is not a row version.");
    }

    public override string ToString() => $"{Sequence}:{Version}";
}
