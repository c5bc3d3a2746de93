using Crowdsource.Domain.Work;

namespace Crowdsource.Catalogue;

/// <summary>
/// The database cannot be reached at the moment, longer than a unit waits; the same unit will do later. Whether it was carried out is not known when the
/// server went away during the commit. Answered with 503.
/// </summary>
public sealed class CatalogueUnavailableException : OutageException
{
    public CatalogueUnavailableException()
    {
    }

    public CatalogueUnavailableException(string message)
        : base(message)
    {
    }

    public CatalogueUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
