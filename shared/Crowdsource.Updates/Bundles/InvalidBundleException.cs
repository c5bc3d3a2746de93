namespace Crowdsource.Updates.Bundles;

/// <summary>A bundle must not be activated. The active one stays.</summary>
public sealed class InvalidBundleException : Exception
{
    /// <summary>A document of the bundle is not what its format says.</summary>
    public const string Malformed = "malformed";

    /// <summary>Made for a later SDK: an unknown format version, engine or preprocessing.</summary>
    public const string Unsupported = "unsupported";

    /// <summary>A file is missing, or has other bytes than the manifest says.</summary>
    public const string Damaged = "damaged";

    /// <summary>A path would leave the bundle.</summary>
    public const string UnsafePath = "unsafe-path";

    /// <summary>The engine cannot load the model.</summary>
    public const string ModelUnusable = "model-unusable";

    /// <summary>A golden example was answered wrongly on this device.</summary>
    public const string GoldenFailed = "golden-failed";

    public InvalidBundleException()
    {
    }

    public InvalidBundleException(string message)
        : base(message)
    {
    }

    public InvalidBundleException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public InvalidBundleException(string code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>One of the words above; sent in the receipt.</summary>
    public string Code { get; } = Malformed;
}
