using System.Text;
using System.Text.Encodings.Web;
using Crowdsource.Api.Submissions;

namespace Crowdsource.Api.Newsletters;

/// <summary>An issue as one HTML file that needs nothing else: it can be mailed, saved and printed.</summary>
internal static class NewsletterPage
{
    /// <summary>No script, no request: pictures are inside, styles too.</summary>
    public const string ContentSecurityPolicy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'";

    private const string Style = """
        body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem;color:#1c1b1a;background:#fdfcfa}
        h1{line-height:1.2}
        ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(14rem,1fr));gap:1rem;list-style:none;padding:0}
        figure{margin:0}
        img{width:100%;height:14rem;object-fit:cover;border-radius:.5rem;background:#e7e3dc}
        figcaption span{color:#5a5650}
        footer{margin-top:2rem;border-top:1px solid #d6d1c7;color:#5a5650}
        @media (prefers-color-scheme:dark){body{color:#eee;background:#191817}figcaption span,footer{color:#b5b0a8}}
        """;

    public static string Render(
        string campaign, string title, DateTimeOffset? publishedAt, IReadOnlyList<(NewsletterPhoto Photo, byte[] Picture)> photos)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append($"<title>{Text(title)} – {Text(campaign)}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n<main>\n")
            .Append($"<p>{Text(campaign)}</p>\n<h1>{Text(title)}</h1>\n");
        if (publishedAt is { } time)
        {
            html.Append($"<p><time datetime=\"{time:yyyy-MM-dd}\">{time:d MMMM yyyy}</time></p>\n");
        }

        html.Append(photos.Count == 0 ? "<p>No photo is picked yet.</p>\n" : "<ul>\n");
        foreach (var (photo, picture) in photos)
        {
            html.Append($"<li><figure><img alt=\"{Text(photo.Label)}\" src=\"{DataUri(picture)}\">")
                .Append($"<figcaption>{Text(photo.Label)}")
                .Append(photo.Pseudonym is { } name ? $" <span>by {Text(name)}</span>" : "")
                .Append($" <span>{Text(photo.Licence)}</span>")
                .Append("</figcaption></figure></li>\n");
        }

        html.Append(photos.Count == 0 ? "" : "</ul>\n")
            .Append($"</main>\n<footer><p>Photos by volunteers of {Text(campaign)}.</p></footer>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);

    private static string DataUri(byte[] picture) => $"data:{PictureType.Of(picture)};base64,{Convert.ToBase64String(picture)}";
}
