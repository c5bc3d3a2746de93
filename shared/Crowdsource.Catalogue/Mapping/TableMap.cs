using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crowdsource.Catalogue.Mapping;

/// <summary>How one type of record is stored.</summary>
public abstract class TableMap
{
    internal abstract IEnumerable<Type> PropertyTypes { get; }

    internal abstract void Configure(ModelBuilder builder);

    /// <summary>Fills in the columns that follow from the record, just before it is written.</summary>
    internal abstract void Complete(EntityEntry entry);
}

/// <summary>How one type of record is stored, and what is found quickly in it.</summary>
public class TableMap<TRow>(string table) : TableMap
    where TRow : class
{
    private readonly List<Action<EntityTypeBuilder<TRow>>> _configure = [];
    private readonly List<(string Name, Type Type, Func<TRow, object?> Value)> _derived = [];

    internal override IEnumerable<Type> PropertyTypes =>
        Properties.Where(property => property.CanWrite).Select(property => property.PropertyType)
            .Concat(_derived.Select(column => column.Type));

    private static IEnumerable<PropertyInfo> Properties => typeof(TRow).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    /// <summary>These columns together find rows quickly.</summary>
    public TableMap<TRow> Index(Expression<Func<TRow, object?>> columns) => With(entity => entity.HasIndex(columns));

    /// <inheritdoc cref="Index(Expression{Func{TRow, object}})"/>
    /// <param name="columns">Properties, derived columns, or <c>Sequence</c> for the order of insertion.</param>
    public TableMap<TRow> Index(params string[] columns) => With(entity => entity.HasIndex(columns));

    /// <summary>No two rows have the same values in these columns.</summary>
    public TableMap<TRow> Unique(Expression<Func<TRow, object?>> columns) => With(entity => entity.HasIndex(columns).IsUnique());

    /// <inheritdoc cref="Unique(Expression{Func{TRow, object}})"/>
    public TableMap<TRow> Unique(params string[] columns) => With(entity => entity.HasIndex(columns).IsUnique());

    /// <summary>A further column that follows from the row, for queries: <c>EF.Property&lt;TValue&gt;(row, name)</c>.</summary>
    public TableMap<TRow> Derived<TValue>(string name, Func<TRow, TValue> value)
    {
        _derived.Add((name, typeof(TValue), row => value(row)));
        return With(entity => entity.Property<TValue>(name));
    }

    internal override void Configure(ModelBuilder builder)
    {
        var entity = builder.Entity<TRow>();
        entity.ToTable(table);
        entity.Property<long>(CatalogueModel.Sequence).ValueGeneratedOnAdd();
        entity.HasKey(CatalogueModel.Sequence);
        foreach (var computed in Properties.Where(property => !property.CanWrite))
        {
            entity.Ignore(computed.Name);
        }

        Configure(entity);
        foreach (var configure in _configure)
        {
            configure(entity);
        }
    }

    internal override void Complete(EntityEntry entry)
    {
        foreach (var (name, _, value) in _derived)
        {
            entry.Property(name).CurrentValue = value((TRow)entry.Entity);
        }
    }

    private protected virtual void Configure(EntityTypeBuilder<TRow> entity)
    {
    }

    private TableMap<TRow> With(Action<EntityTypeBuilder<TRow>> configure)
    {
        _configure.Add(configure);
        return this;
    }
}
