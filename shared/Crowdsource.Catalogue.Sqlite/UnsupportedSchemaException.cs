namespace Crowdsource.Catalogue.Sqlite;

/// <summary>A newer version of this program has written the catalogue: this one would damage it.</summary>
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
}
