using Crowdsource.Catalogue.Mapping;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Catalogue;

/// <summary>Pages by the server-made sequence: page n costs what page 1 costs, and nothing moves while one reads.</summary>
public static class KeysetPaging
{
    /// <summary>The rows after <paramref name="after"/> (null: from the start) in the order of insertion.</summary>
    /// <param name="rows">A filtered set of mapped records, not ordered.</param>
    /// <param name="after">The <see cref="Page{T}.Next"/> of the page before.</param>
    /// <param name="limit">At most so many; at least 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static Task<Page<T>> Oldest<T>(this IQueryable<T> rows, long? after, int limit, CancellationToken cancellationToken)
        where T : class =>
        Take(
            (after is { } last ? rows.Where(row => EF.Property<long>(row, CatalogueModel.Sequence) > last) : rows)
                .OrderBy(row => EF.Property<long>(row, CatalogueModel.Sequence)),
            limit,
            cancellationToken);

    /// <summary>The rows before <paramref name="after"/> (null: from the end), newest first.</summary>
    /// <inheritdoc cref="Oldest{T}"/>
    public static Task<Page<T>> Newest<T>(this IQueryable<T> rows, long? after, int limit, CancellationToken cancellationToken)
        where T : class =>
        Take(
            (after is { } last ? rows.Where(row => EF.Property<long>(row, CatalogueModel.Sequence) < last) : rows)
                .OrderByDescending(row => EF.Property<long>(row, CatalogueModel.Sequence)),
            limit,
            cancellationToken);

    private static async Task<Page<T>> Take<T>(IQueryable<T> rows, int limit, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var taken = await rows
            .Select(row => new { Row = row, Sequence = EF.Property<long>(row, CatalogueModel.Sequence) })
            .Take(limit + 1)
            .ToListAsync(cancellationToken);
        return new Page<T>(
            [.. taken.Take(limit).Select(item => item.Row)],
            taken.Count > limit ? taken[limit - 1].Sequence : null);
    }
}
