using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Crowdsource.Api.Preconditions;

/// <summary>A row's version as a strong entity tag (RFC 9110, 8.8.3): an answer that is made of that row alone changes when it does.</summary>
internal static class RowTag
{
    public static EntityTagHeaderValue Of(long version) => new($"\"{version.ToString(CultureInfo.InvariantCulture)}\"");

    public static void Set(HttpResponse response, long version) => response.Headers.ETag = Of(version).ToString();

    /// <summary>Whether the caller may change what has this version, by strong comparison.</summary>
    public static bool Matches(string ifMatch, long version) =>
        EntityTagHeaderValue.TryParseList(new StringValues(ifMatch), out var tags)
        && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(Of(version), useStrongComparison: true));

    /// <summary>Whether the caller has what has this version, by weak comparison.</summary>
    public static bool Has(string? ifNoneMatch, EntityTagHeaderValue current) =>
        EntityTagHeaderValue.TryParseList(new StringValues(ifNoneMatch), out var tags)
        && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(current, useStrongComparison: false));
}
