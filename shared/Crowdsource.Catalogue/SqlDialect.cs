using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Catalogue;

/// <summary>What differs from database to database.</summary>
public abstract class SqlDialect
{
    /// <summary>One row with one column, <c>Value</c>: the database's clock in UTC microseconds.</summary>
    public abstract string SelectNow { get; }

    /// <summary>Whether this is the violation of a unique key.</summary>
    public abstract bool IsUniqueViolation(DbException exception);

    /// <summary>The exception that a caller sees for one that a unit threw.</summary>
    public Exception Translate(Exception exception) => exception switch
    {
        DbUpdateConcurrencyException => new CatalogueConflictException("Another writer was faster.", exception),
        DbUpdateException { InnerException: DbException inner } when IsUniqueViolation(inner) => Taken(inner),
        DbException inner when IsUniqueViolation(inner) => Taken(inner),
        _ => exception,
    };

    private static CatalogueConflictException Taken(DbException exception) =>
        new($"A unique key is taken: {exception.Message}", exception);
}
