using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crowdsource.Catalogue.Mapping;

/// <summary>How a state is stored and found.</summary>
public abstract class StateMap<TState>(string table) : TableMap<TState>(table)
    where TState : class
{
    /// <summary>The plain type of the id: <see cref="string"/>, <see cref="Guid"/>, <see cref="int"/> or <see cref="long"/>.</summary>
    public abstract Type KeyType { get; }

    /// <summary>The id around a plain value.</summary>
    /// <param name="key">Of the type <see cref="KeyType"/>.</param>
    public abstract object IdOf(object key);

    internal abstract Expression<Func<TState, bool>> HasId(object id);
}

internal sealed class StateMap<TState, TId> : StateMap<TState>
    where TState : class
    where TId : notnull
{
    private readonly Expression<Func<TState, TId>> _id;
    private readonly Func<object, object> _idOf;

    public StateMap(string table, Expression<Func<TState, TId>> id)
        : base(table)
    {
        _id = id;
        KeyType = ValueStruct.ValueTypeOf(typeof(TId)) ?? typeof(TId);
        _idOf = KeyType == typeof(TId)
            ? key => key
            : key => Activator.CreateInstance(typeof(TId), key)!;
    }

    public override Type KeyType { get; }

    public override object IdOf(object key) => _idOf(key);

    internal override Expression<Func<TState, bool>> HasId(object id)
    {
        // A member of a constant becomes a parameter of the query, so that its plan is compiled once.
        var wanted = Expression.Property(Expression.Constant(new Wanted((TId)id)), nameof(Wanted.Id));
        return Expression.Lambda<Func<TState, bool>>(Expression.Equal(_id.Body, wanted), _id.Parameters);
    }

    internal override void Complete(EntityEntry entry)
    {
        base.Complete(entry);
        if (entry.State == EntityState.Added)
        {
            entry.Property(CatalogueModel.Version).CurrentValue = 1L;
        }
    }

    private protected override void Configure(EntityTypeBuilder<TState> entity)
    {
        entity.Property<long>(CatalogueModel.Version).IsConcurrencyToken();
        entity.HasIndex(((MemberExpression)_id.Body).Member.Name).IsUnique();
    }

    private sealed record Wanted(TId Id);
}
