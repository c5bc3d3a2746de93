using System.Linq.Expressions;
using System.Reflection;

namespace Crowdsource.Catalogue.Mapping;

/// <summary>Recognises the domain's ids: structs around one <c>Value</c>, which are stored as that value.</summary>
internal static class ValueStruct
{
    /// <summary>The type of the value inside; null when this is another kind of type.</summary>
    public static Type? ValueTypeOf(Type type) =>
        type is { IsValueType: true, IsPrimitive: false, IsEnum: false }
        && Nullable.GetUnderlyingType(type) is null
        && type.GetProperty("Value", BindingFlags.Public | BindingFlags.Instance)?.PropertyType is { } value
        && (value == typeof(string) || value == typeof(Guid) || value == typeof(int) || value == typeof(long))
        && type.GetConstructor([value]) is not null
            ? value
            : null;

    public static Expression<Func<TStruct, TValue>> Unwrap<TStruct, TValue>()
    {
        var wrapped = Expression.Parameter(typeof(TStruct), "wrapped");
        return Expression.Lambda<Func<TStruct, TValue>>(Expression.Property(wrapped, "Value"), wrapped);
    }

    public static Expression<Func<TValue, TStruct>> Wrap<TStruct, TValue>()
    {
        var value = Expression.Parameter(typeof(TValue), "value");
        return Expression.Lambda<Func<TValue, TStruct>>(Expression.New(typeof(TStruct).GetConstructor([typeof(TValue)])!, value), value);
    }
}
