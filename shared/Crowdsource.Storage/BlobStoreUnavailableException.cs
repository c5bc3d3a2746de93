using Crowdsource.Domain.Work;

namespace Crowdsource.Storage;

/// <summary>
/// The store cannot be reached, or is not able to answer at the moment; the same call will do later. Whether a put was carried out is not
/// known: putting again is harmless. Answered with 503.
/// </summary>
public sealed class BlobStoreUnavailableException : OutageException
{
    public BlobStoreUnavailableException()
    {
    }

    public BlobStoreUnavailableException(string message)
        : base(message)
    {
    }

    public BlobStoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
