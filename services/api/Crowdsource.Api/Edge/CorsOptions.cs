namespace Crowdsource.Api.Edge;

/// <summary>Which web pages elsewhere may call the API. Configuration section <c>Crowdsource:Cors</c>.</summary>
public sealed class CorsOptions
{
    public const string Section = "Crowdsource:Cors";

    /// <summary>Origins such as <c>https://app.example.org</c>; none: pages of this server only.</summary>
    public IReadOnlyList<string> Origins { get; set; } = [];
}
