using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Newsletters;

namespace Crowdsource.Api.Newsletters;

/// <summary>Published issues as an Atom feed (RFC 4287). Links are relative to the feed's own address, so no answer depends on a Host header.</summary>
internal static class NewsletterFeed
{
    public const string MediaType = "application/atom+xml";

    private const string Atom = "http://www.w3.org/2005/Atom";

    /// <param name="campaign">Whose issues they are.</param>
    /// <param name="issues">Newest first, each with how many photos it has.</param>
    public static byte[] Render(CampaignState campaign, IReadOnlyList<(IssueEntry Issue, int Photos)> issues)
    {
        using var feed = new MemoryStream();
        using (var xml = XmlWriter.Create(feed, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, CheckCharacters = false }))
        {
            xml.WriteStartElement("feed", Atom);
            xml.WriteElementString("id", Atom, $"urn:crowdsource:{campaign.Id}:newsletter");
            xml.WriteElementString("title", Atom, Text(campaign.Name));
            xml.WriteElementString("updated", Atom, Time(issues.Count > 0 ? issues[0].Issue.PublishedAt : campaign.CreatedAt));
            xml.WriteElementString("rights", Atom, $"Photos: {campaign.Consent.Licence}");
            Link(xml, "self", "newsletter.atom", MediaType);
            xml.WriteStartElement("author", Atom);
            xml.WriteElementString("name", Atom, $"Volunteers of {Text(campaign.Name)}");
            xml.WriteEndElement();
            foreach (var (issue, photos) in issues)
            {
                xml.WriteStartElement("entry", Atom);
                xml.WriteElementString("id", Atom, $"urn:crowdsource:{campaign.Id}:newsletter:{issue.Number}");
                xml.WriteElementString("title", Atom, Text(issue.Title));
                xml.WriteElementString("published", Atom, Time(issue.PublishedAt));
                xml.WriteElementString("updated", Atom, Time(issue.PublishedAt));
                xml.WriteElementString("summary", Atom, photos == 1 ? "1 photo" : $"{photos} photos");
                Link(xml, "alternate", $"newsletter/issues/{issue.Number}", "text/html");
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return feed.ToArray();
    }

    /// <summary>A strong entity tag: the same bytes, the same tag.</summary>
    public static Microsoft.Net.Http.Headers.EntityTagHeaderValue TagOf(byte[] feed) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(feed).AsSpan(0, 16))}\"");

    private static void Link(XmlWriter xml, string rel, string href, string type)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", rel);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("href", href);
        xml.WriteEndElement();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Names may hold characters that no XML document can.</summary>
    private static string Text(string text) => string.Concat(text.EnumerateRunes()
        .Where(rune => !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value))
        .Select(rune => rune.ToString()));
}
