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
    /// <exception cref="ArgumentException">The id refuses the key.</exception>
    public abstract object IdFrom(object key);

    /// <summary>The id of a state.</summary>
    public abstract object IdOf(TState state);

    internal abstract Expression<Func<TState, bool>> HasId(object id);
}

internal sealed class StateMap<TState, TId> : StateMap<TState>
    where TState : class
    where TId : notnull
{
    private readonly Expression<Func<TState, TId>> _id;
    private readonly Func<TState, TId> _idOf;
    private readonly Func<object, object> _idFrom;

    public StateMap(string table, Expression<Func<TState, TId>> id)
        : base(table)
    {
        _id = id;
        _idOf = id.Compile();
        KeyType = ValueStruct.ValueTypeOf(typeof(TId)) ?? typeof(TId);
        _idFrom = KeyType == typeof(TId) ? key => key : Wrap();
    }

    public override Type KeyType { get; }

    public override object IdFrom(object key) => _idFrom(key);

    public override object IdOf(TState state) => _idOf(state);

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
        var id = ((MemberExpression)_id.Body).Member.Name;
        entity.Property(id).IsRequired();
        entity.HasIndex(id).IsUnique();
    }

    private Func<object, object> Wrap()
    {
        var key = Expression.Parameter(typeof(object), "key");
        var id = Expression.New(typeof(TId).GetConstructor([KeyType])!, Expression.Convert(key, KeyType));
        return Expression.Lambda<Func<object, object>>(Expression.Convert(id, typeof(object)), key).Compile();
    }

    private sealed record Wanted(TId Id);
}
