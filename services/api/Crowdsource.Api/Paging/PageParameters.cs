using System.Buffers.Text;
using System.Globalization;
using System.Text;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;

namespace Crowdsource.Api.Paging;

/// <summary>Which page of a list.</summary>
/// <param name="After">The <c>next</c> of the page before; absent for the first page.</param>
/// <param name="Limit">How many items at most, 1 to 200; 50 when absent.</param>
internal sealed record PageParameters([FromQuery(Name = "after")] string? After, [FromQuery(Name = "limit")] int? Limit)
{
    private const int DefaultLimit = 50;

    public int Size => Limit ?? DefaultLimit;

    /// <summary>Where the page starts (exclusive); null for the first page.</summary>
    public long? Start => After is null ? null : Decode(After);

    public static Protocol.Page<TItem> Page<TRow, TItem>(Catalogue.Page<TRow> rows, Func<TRow, TItem> item) =>
        new([.. rows.Items.Select(item)], rows.Next is { } next ? Encode(next) : null);

    public static string Encode(long sequence) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(sequence.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Null when it is no cursor of ours.</summary>
    public static long? Decode(string cursor) =>
        Base64Url.IsValid(cursor)
        && long.TryParse(Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)), NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? start
            : null;
}

internal sealed class PageParametersValidator : AbstractValidator<PageParameters>
{
    public PageParametersValidator()
    {
        RuleFor(page => page.Limit).InclusiveBetween(1, 200);
        RuleFor(page => page.After)
            .Must(after => PageParameters.Decode(after!) is not null)
            .When(page => page.After is not null)
            .WithMessage("Pass the 'next' of the page before.");
    }
}
