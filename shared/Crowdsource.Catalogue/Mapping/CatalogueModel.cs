using System.Linq.Expressions;
using Crowdsource.Catalogue.Hosts;
using Crowdsource.Domain.Work;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Catalogue.Mapping;

/// <summary>
/// Which records have which tables. The domain's records are the rows: ids as plain values, times as UTC microseconds, enums as text,
/// lists and nested records as JSON text. Every table has a server-made <c>sequence</c>; every state's table also a <c>version</c>.
/// </summary>
public sealed partial class CatalogueModel
{
    internal const string Sequence = "Sequence";
    internal const string Version = "RowVersion";

    private readonly Dictionary<Type, TableMap> _tables = [];

    /// <summary>Maps a state: one row per id, replaced under its version.</summary>
    public CatalogueModel State<TState, TId>(string table, Expression<Func<TState, TId>> id, Action<TableMap<TState>>? more = null)
        where TState : class
        where TId : notnull
    {
        var map = new StateMap<TState, TId>(table, id);
        more?.Invoke(map);
        _tables.Add(typeof(TState), map);
        return this;
    }

    /// <summary>Maps the rows of a ledger: inserted, never changed.</summary>
    public CatalogueModel Ledger<TRow>(string table, Action<TableMap<TRow>>? more = null)
        where TRow : class
    {
        var map = new TableMap<TRow>(table);
        more?.Invoke(map);
        _tables.Add(typeof(TRow), map);
        return this;
    }

    /// <summary>The table of a state.</summary>
    public StateMap<TState> State<TState>()
        where TState : class =>
        Find(typeof(TState)) as StateMap<TState>
        ?? throw new InvalidOperationException($"{typeof(TState).Name} has no table in the catalogue's model.");

    internal TableMap? Find(Type type) => _tables.GetValueOrDefault(type);

    internal void Configure(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<DateTimeOffset>().HaveConversion<UtcMicroseconds>();
        var types = _tables.Values.SelectMany(table => table.PropertyTypes)
            .Select(type => Nullable.GetUnderlyingType(type) ?? type)
            .Distinct();
        foreach (var type in types.Where(type => !IsColumn(type)))
        {
            if (type.IsEnum)
            {
                conventions.Properties(type).HaveConversion<string>();
            }
            else if (ValueStruct.ValueTypeOf(type) is { } value)
            {
                conventions.Properties(type).HaveConversion(typeof(ValueStructConverter<,>).MakeGenericType(type, value));
            }
            else
            {
                conventions.Properties(type).HaveConversion(
                    typeof(JsonText<>).MakeGenericType(type), typeof(ImmutableComparer<>).MakeGenericType(type));
            }
        }
    }

    internal void Configure(ModelBuilder builder)
    {
        builder.Entity<WorkItem>(work =>
        {
            work.ToTable("work");
            work.HasKey(item => item.Id);
            work.HasIndex(item => item.Key).IsUnique();
            work.HasIndex(item => item.Kind, "ix_work_dead").HasFilter("dead_at IS NOT NULL");
            work.HasIndex(item => new { item.Kind, item.NotBefore, item.Id }, "ix_work_open").HasFilter("done_at IS NULL AND dead_at IS NULL");
        });
        builder.Entity<TurnRow>(turn =>
        {
            turn.ToTable("turns");
            turn.HasKey(row => row.Name);
        });
        foreach (var table in _tables.Values)
        {
            table.Configure(builder);
        }

        foreach (var property in builder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            property.SetColumnName(SnakeCase(property.Name));
        }
    }

    internal static string SnakeCase(string name) => string.Concat(name.Select((letter, index) =>
        char.IsUpper(letter) ? (index > 0 ? "_" : "") + char.ToLowerInvariant(letter) : letter.ToString()));

    private static bool IsColumn(Type type) =>
        type.IsPrimitive || type == typeof(string) || type == typeof(Guid) || type == typeof(DateTimeOffset) || type == typeof(DateOnly)
        || type == typeof(TimeOnly) || type == typeof(TimeSpan) || type == typeof(byte[]);
}
