namespace Crowdsource.Storage.S3;

/// <summary>Where an S3 is, and what it knows us by.</summary>
public sealed class S3Options
{
    /// <summary>Such as <c>https://s3.eu-central-1.amazonaws.com</c> or <c>http://minio:9000</c>: scheme, host and port, nothing else.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Where phones reach the same S3, by https:// unless it is on this machine. Given, they get their photos into it and files of models out of it past our
    /// hosts, by presigned addresses; absent, all bytes go through our hosts.</summary>
    public Uri? PublicEndpoint { get; set; }

    /// <summary>Of this installation alone; made at the start when it is absent. 3 to 63 lower-case letters, digits, dots and hyphens.</summary>
    public string Bucket { get; set; } = "crowdsource";

    /// <summary>Part of every signature; whatever the S3 says it is.</summary>
    public string Region { get; set; } = "us-east-1";

    public string AccessKey { get; set; } = "";

    public string SecretKey { get; set; } = "";

    /// <summary>What is missing or wrong, each with the name of the option; empty when all is well.</summary>
    public IEnumerable<(string Option, string Complaint)> Complaints()
    {
        const string Address = "must be http:// or https:// with a host, and a port where it is not the usual one";
        if (!IsOrigin(Endpoint))
        {
            yield return (nameof(Endpoint), Address);
        }

        if (PublicEndpoint is not null && !(IsOrigin(PublicEndpoint) && (PublicEndpoint.Scheme == Uri.UriSchemeHttps || PublicEndpoint.IsLoopback)))
        {
            yield return (nameof(PublicEndpoint), "must be https:// with a host, and a port where it is not the usual one: photos of people go there");
        }

        if (Bucket.Length is < 3 or > 63 || !char.IsAsciiLetterOrDigit(Bucket[0]) || Bucket.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('.' or '-')))
        {
            yield return (nameof(Bucket), "must have 3 to 63 lower-case letters, digits, dots and hyphens");
        }

        foreach (var (option, value) in new[] { (nameof(Region), Region), (nameof(AccessKey), AccessKey), (nameof(SecretKey), SecretKey) })
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                yield return (option, "must be given");
            }
        }
    }

    private static bool IsOrigin(Uri? uri) => uri is { IsAbsoluteUri: true, Scheme: "http" or "https", PathAndQuery: "/", UserInfo: "" };
}
