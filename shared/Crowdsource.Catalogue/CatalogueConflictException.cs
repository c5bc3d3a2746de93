namespace Crowdsource.Catalogue;

/// <summary>Another writer was faster (row version) or a unique key is taken. Nothing of the unit was written: read again, then decide.</summary>
public sealed class CatalogueConflictException : Exception
{
    public CatalogueConflictException()
    {
    }

    public CatalogueConflictException(string message)
        : base(message)
    {
    }

    public CatalogueConflictException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
