using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Crowdsource.Protocol;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Crowdsource.Cli.Output;

/// <summary>What a command says: tables for people, or one JSON document on standard output.</summary>
/// <param name="json">Whether a program reads.</param>
/// <param name="output">Standard output.</param>
/// <param name="people">Where people look: standard output, or standard error when a program reads.</param>
internal sealed class CommandOutput(bool json, TextWriter output, IAnsiConsole people)
{
    private static readonly JsonSerializerOptions s_indented = new(ProtocolJson.Options) { WriteIndented = true };

    public IAnsiConsole People => people;

    /// <param name="document">A document of the protocol, or of <see cref="CliJsonContext"/>.</param>
    /// <param name="picture">The same for people.</param>
    public void Show<T>(T document, Func<T, IRenderable> picture) => Show(document, (JsonTypeInfo<T>)s_indented.GetTypeInfo(typeof(T)), picture);

    public void Show<T>(T document, JsonTypeInfo<T> type, Func<T, IRenderable> picture)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(document, type));
        }
        else
        {
            people.Write(picture(document));
            people.WriteLine();
        }
    }

    public static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in columns)
        {
            table.AddColumn(column);
        }

        return table;
    }

    /// <summary>A table of two columns without a head.</summary>
    public static Grid Facts(params (string Name, string? Value)[] facts)
    {
        var grid = new Grid().AddColumn().AddColumn();
        foreach (var (name, value) in facts.Where(fact => fact.Value is not null))
        {
            grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(value!));
        }

        return grid;
    }

    public static string Share(double? share) => share is { } value ? $"{value:P1}" : "–";
}
