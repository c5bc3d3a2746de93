using System.Globalization;
using System.Text.Encodings.Web;

namespace Crowdsource.Api.Models.Cards;

/// <summary>A piece of HTML. What is put into one is encoded, numbers are written alike everywhere: only another piece goes in as it is.</summary>
internal readonly record struct Html(string Text)
{
    public static Html Empty { get; } = new("");

    /// <summary>A template whose holes are encoded.</summary>
    public static Html Of(FormattableString template) => new(template.ToString(Encoding.Instance));

    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(piece => piece.Text)));

    private sealed class Encoding : IFormatProvider, ICustomFormatter
    {
        public static readonly Encoding Instance = new();

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            Html html => html.Text,
            IFormattable value => HtmlEncoder.Default.Encode(value.ToString(format, CultureInfo.InvariantCulture)),
            _ => HtmlEncoder.Default.Encode(arg?.ToString() ?? ""),
        };
    }
}
