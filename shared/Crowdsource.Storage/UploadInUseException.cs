namespace Crowdsource.Storage;

/// <summary>Somebody else is writing to this upload at the moment.</summary>
public sealed class UploadInUseException : Exception
{
    public UploadInUseException()
    {
    }

    public UploadInUseException(string message)
        : base(message)
    {
    }

    public UploadInUseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
