namespace Crowdsource.Storage;

/// <summary>There were more bytes than the caller accepts; nothing was stored.</summary>
public sealed class BlobTooLargeException : Exception
{
    public BlobTooLargeException()
    {
    }

    public BlobTooLargeException(string message)
        : base(message)
    {
    }

    public BlobTooLargeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public BlobTooLargeException(long maxBytes)
        : base($"The content has more than {maxBytes} bytes.") => MaxBytes = maxBytes;

    /// <summary>The most bytes that were acceptable.</summary>
    public long MaxBytes { get; }
}
