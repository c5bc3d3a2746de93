using System.Diagnostics.CodeAnalysis;
using System.Text;
using Crowdsource.Api.Submissions;

namespace Crowdsource.Api.Uploads;

/// <summary>
/// What <c>Upload-Metadata</c> says: pairs of an ASCII key and a value in base64, separated by commas. Keys that mean nothing here
/// (<c>filename</c> and the like) are kept and not looked at.
/// </summary>
/// <param name="Submission">The photo's id, made by the client; null when absent or no UUID.</param>
/// <param name="Photo">The same as the query of a single PUT.</param>
internal sealed record UploadMetadata(Guid? Submission, SubmitParameters Photo)
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Null when it is not built as it should be.</summary>
    public static UploadMetadata? Parse(string? header)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in (header ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            var space = pair.IndexOf(' ');
            var key = space < 0 ? pair : pair[..space];
            if (key.Length == 0 || !Ascii.IsValid(key) || !TryDecode(space < 0 ? "" : pair[(space + 1)..], out var value) || !values.TryAdd(key, value))
            {
                return null;
            }
        }

        return new UploadMetadata(
            Guid.TryParse(values.GetValueOrDefault("submission"), out var submission) ? submission : null,
            new SubmitParameters(values.GetValueOrDefault("label"), values.GetValueOrDefault("capturedAt")));
    }

    private static bool TryDecode(string base64, [NotNullWhen(true)] out string? value)
    {
        try
        {
            value = s_strict.GetString(Convert.FromBase64String(base64));
            return true;
        }
        catch (Exception exception) when (exception is FormatException or DecoderFallbackException)
        {
            value = null;
            return false;
        }
    }
}
