namespace Crowdsource.Catalogue;

/// <summary>The catalogue's schema is not this program's: it would read or write what is not there. The message says what to do.</summary>
public sealed class UnsupportedSchemaException : Exception
{
    public UnsupportedSchemaException()
    {
    }

    public UnsupportedSchemaException(string message)
        : base(message)
    {
    }

    public UnsupportedSchemaException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A newer version of this program has written the catalogue.</summary>
    public static UnsupportedSchemaException Newer(int found, int known) =>
        new($"The catalogue has schema {found}, this program knows {known}. Start the newer version, or restore a backup.");
}
