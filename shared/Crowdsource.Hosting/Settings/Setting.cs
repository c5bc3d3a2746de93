using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Crowdsource.Hosting.Settings;

/// <summary>One key of the configuration, out of the class that it is bound to.</summary>
/// <param name="Key">From the root, such as <c>Crowdsource:Trainer:Attempts</c>.</param>
/// <param name="Property">What it sets.</param>
/// <param name="Default">What stands without it.</param>
public sealed record Setting(string Key, PropertyInfo Property, object? Default)
{
    /// <summary>Whether it is a list, whose places have keys of their own: <c>:0</c>, <c>:1</c>, …</summary>
    public bool IsList => Property.PropertyType != typeof(string) && typeof(System.Collections.IEnumerable).IsAssignableFrom(Property.PropertyType);

    /// <summary>In words.</summary>
    public string Allowed =>
        IsList ? "texts, as `:0`, `:1`, …"
        : Type.IsEnum ? string.Join(", ", Enum.GetNames(Type))
        : Type == typeof(bool) ? "true or false"
        : Type == typeof(int) || Type == typeof(long) ? $"a whole number{Limits}"
        : Type == typeof(double) ? $"a number{Limits}"
        : Type == typeof(TimeSpan) ? "a duration such as 00:00:20"
        : Type == typeof(Uri) ? "an address"
        : "text";

    private Type Type => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    private RangeAttribute? Range => Property.GetCustomAttribute<RangeAttribute>();

    private string Limits => Range is not { } range ? ""
        : range.Maximum is double and >= long.MaxValue or long.MaxValue ? string.Create(CultureInfo.InvariantCulture, $" from {range.Minimum}")
        : string.Create(CultureInfo.InvariantCulture, $" from {range.Minimum} to {range.Maximum}");

    /// <summary>Whether it can be set to this.</summary>
    public bool Takes(string text)
    {
        if (IsList || Type == typeof(string) || (text.Length == 0 && (Type == typeof(Uri) || Type != Property.PropertyType)))
        {
            return true;
        }

        try
        {
            var value = TypeDescriptor.GetConverter(Type).ConvertFromInvariantString(text);
            return (!Type.IsEnum || Enum.IsDefined(Type, value!)) && Range?.IsValid(value) != false;
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or NotSupportedException or OverflowException || wrong.InnerException is FormatException or OverflowException)
        {
            return false;
        }
    }
}
