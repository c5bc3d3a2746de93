using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Catalogue;

/// <summary>What differs from database to database.</summary>
public abstract class SqlDialect
{
    /// <summary>One row with one column, <c>Value</c>: the database's clock in UTC microseconds.</summary>
    public abstract string SelectNow { get; }

    /// <summary>Ends a subquery that takes a row to change it: locks the row, and passes over those that others have locked.</summary>
    public virtual string SkipLocked => "";

    /// <summary>Whether this is the violation of a unique key.</summary>
    public abstract bool IsUniqueViolation(DbException exception);

    /// <summary>Whether other writers' transactions, and nothing else, made the database give this one up.</summary>
    public virtual bool IsSerializationFailure(DbException exception) => false;

    /// <summary>The exception that a caller sees for one that a unit threw.</summary>
    public Exception Translate(Exception exception) => DatabaseFailure(exception) switch
    {
        _ when exception is DbUpdateConcurrencyException => new CatalogueConflictException("Another writer was faster.", exception),
        { } failure when IsUniqueViolation(failure) => new CatalogueConflictException($"A unique key is taken: {failure.Message}", failure),
        { } failure when IsSerializationFailure(failure) => new CatalogueConflictException("Other writers were faster.", failure),
        _ => exception,
    };

    /// <summary>What the database said, out of what the layers above made of it; null when it was not the database.</summary>
    public static DbException? DatabaseFailure(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is DbException failure)
            {
                return failure;
            }
        }

        return null;
    }

    /// <summary>What only this database needs in the model.</summary>
    protected internal virtual void Configure(ModelBuilder builder)
    {
    }
}
