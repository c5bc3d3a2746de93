using System.Net.Http.Headers;

namespace Crowdsource.Testing;

/// <summary>HTTP as somebody with a token.</summary>
public static class TokenClient
{
    /// <param name="server">Where requests go.</param>
    /// <param name="token">A bearer token; null: nobody.</param>
    public static HttpClient At(Uri server, string? token) => new()
    {
        BaseAddress = server,
        DefaultRequestHeaders = { Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token) },
    };
}
