using System.Reflection;

namespace Crowdsource.Hosting.Settings;

/// <summary>The settings that a class of options has.</summary>
public static class OptionsSettings
{
    /// <summary>Null for a class that is bound to no section.</summary>
    public static string? SectionOf(Type options) =>
        options.Assembly.GetName().Name?.StartsWith("Crowdsource.", StringComparison.Ordinal) == true
            ? options.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string
            : null;

    /// <summary>Those of the class, and of classes in it.</summary>
    /// <param name="options">Has a constructor without parameters, and <c>Section</c>.</param>
    public static IEnumerable<Setting> Of(Type options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Of(Activator.CreateInstance(options)!, SectionOf(options)!);
    }

    private static IEnumerable<Setting> Of(object options, string section)
    {
        foreach (var property in options.GetType().GetProperties().Where(property => property.SetMethod?.IsPublic == true))
        {
            var (key, value) = ($"{section}:{property.Name}", property.GetValue(options));
            if (IsPlain(property.PropertyType))
            {
                yield return new Setting(key, property, value);
            }
            else if (property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal))
            {
                foreach (var inner in Of(value!, key))
                {
                    yield return inner;
                }
            }
        }
    }

    private static bool IsPlain(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is { } plain
        && (plain.IsPrimitive || plain.IsEnum || plain == typeof(string) || plain == typeof(Uri) || plain == typeof(TimeSpan) || plain.IsAssignableFrom(typeof(string[])));
}
