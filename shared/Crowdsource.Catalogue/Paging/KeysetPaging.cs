using System.Linq.Expressions;
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

    /// <summary>The rows before <paramref name="after"/> (null: from the start) with the highest key first, and of those with the same key the newest.</summary>
    /// <param name="rows">A filtered set of mapped records, not ordered.</param>
    /// <param name="all">The whole set: where the last page ended is found even when its last row is filtered out by now.</param>
    /// <param name="key">What to sort by; needs an index with the sequence after it.</param>
    /// <param name="after">The <see cref="Page{T}.Next"/> of the page before.</param>
    /// <param name="limit">At most so many; at least 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<Page<T>> Highest<T, TKey>(
        this IQueryable<T> rows, IQueryable<T> all, Expression<Func<T, TKey>> key, long? after, int limit, CancellationToken cancellationToken)
        where T : class
        where TKey : struct
    {
        ArgumentNullException.ThrowIfNull(key);
        if (after is { } last)
        {
            var end = await all.Where(row => EF.Property<long>(row, CatalogueModel.Sequence) == last).Select(key).FirstOrDefaultAsync(cancellationToken);
            rows = rows.Where(Below(key, new Cursor<TKey>(end, last)));
        }

        return await Take(
            rows.OrderByDescending(key).ThenByDescending(row => EF.Property<long>(row, CatalogueModel.Sequence)), limit, cancellationToken);
    }

    /// <summary>key ≤ end and (key &lt; end or sequence &lt; last): the first half is what an index can seek to.</summary>
    private static Expression<Func<T, bool>> Below<T, TKey>(Expression<Func<T, TKey>> key, Cursor<TKey> cursor)
    {
        var row = key.Parameters[0];
        var end = Expression.Property(Expression.Constant(cursor), nameof(Cursor<>.End));
        var last = Expression.Property(Expression.Constant(cursor), nameof(Cursor<>.Last));
        var sequence = Expression.Call(
            typeof(EF), nameof(EF.Property), [typeof(long)], row, Expression.Constant(CatalogueModel.Sequence));
        return Expression.Lambda<Func<T, bool>>(
            Expression.AndAlso(
                Expression.LessThanOrEqual(key.Body, end),
                Expression.OrElse(Expression.LessThan(key.Body, end), Expression.LessThan(sequence, last))),
            row);
    }

    private sealed record Cursor<TKey>(TKey End, long Last);

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
