using System.Globalization;
using System.Text;
using Crowdsource.Domain.Campaigns;

namespace Crowdsource.Domain.Datasets;

/// <summary>Folder names that say what their label says, on every file system: what Windows, macOS and Linux each forbid is replaced.</summary>
public static class LabelFolders
{
    /// <summary>File systems take 255 bytes; archives and build tools prefer short paths.</summary>
    public const int MostBytes = 80;

    private const string Forbidden = "/\\:*?\"<>|";

    private static readonly HashSet<string> s_reserved = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(number => new[] { $"COM{number}", $"LPT{number}" })],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>A name for each label; no two differ in upper and lower case only.</summary>
    public static IReadOnlyDictionary<LabelId, string> Of(IReadOnlyList<Label> labels)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var names = new Dictionary<LabelId, string>();
        foreach (var label in labels.OrderBy(label => label.Id.Value))
        {
            var safe = Safe(label.Name);
            var name = safe;
            for (var tries = 0; !taken.Add(name); tries++)
            {
                name = $"{safe}-{label.Id}{new string('-', tries)}";
            }

            names.Add(label.Id, name);
        }

        return names;
    }

    private static string Safe(string name)
    {
        var text = new StringBuilder();
        var bytes = 0;
        foreach (var rune in Composed(name).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            var safe = Forbidden.Contains(rune.ToString(), StringComparison.Ordinal)
                || category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate
                    or UnicodeCategory.OtherNotAssigned
                ? new Rune('_')
                : rune;
            bytes += safe.Utf8SequenceLength;
            if (bytes > MostBytes)
            {
                break;
            }

            text.Append(safe);
        }

        // A leading dot hides, a trailing one is dropped by Windows.
        var trimmed = text.ToString().Trim(' ', '.');
        return trimmed.Length == 0 ? "_"
            : s_reserved.Contains(trimmed.Split('.')[0].TrimEnd()) ? $"_{trimmed}"
            : trimmed;
    }

    /// <summary>macOS takes two spellings of an accent for one name.</summary>
    private static string Composed(string name)
    {
        try
        {
            return name.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair: the caller replaces it.
            return name;
        }
    }
}
