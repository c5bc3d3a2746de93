using Crowdsource.Domain.Work;

namespace Crowdsource.Storage;

/// <summary>The disk is full up to the reserve that the catalogue's log needs; nothing was stored. Answered with 507.</summary>
public sealed class InsufficientStorageException : OutageException
{
    public InsufficientStorageException()
    {
    }

    public InsufficientStorageException(string message)
        : base(message)
    {
    }

    public InsufficientStorageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
