namespace Crowdsource.Api.Uploads;

/// <summary>On an endpoint: it speaks tus.</summary>
internal sealed class TusResource
{
    public static readonly TusResource Instance = new();
}
