using System.Globalization;
using System.Text;

namespace Crowdsource.Chaos;

/// <summary>What was seen of a fault.</summary>
/// <param name="Fault">Its name.</param>
/// <param name="Seen">Requests that clients had to repeat, and the longest wait for an acknowledgement.</param>
/// <param name="Recovery">From its end until every host is ready and a new photo is examined; null when that did not happen in time.</param>
/// <param name="Lost">Photos that were acknowledged while it lasted and are not there.</param>
/// <param name="Complaint">What else must not be; empty when nothing.</param>
public sealed record ChaosRow(string Fault, string Seen, TimeSpan? Recovery, int Lost, string Complaint)
{
    public bool Held => Recovery is not null && Lost == 0 && Complaint.Length == 0;
}

/// <summary>The table of faults.</summary>
/// <param name="Rows">In the order in which they struck.</param>
/// <param name="Findings">Of the independent checker, at the end.</param>
/// <param name="Load">What went on meanwhile.</param>
public sealed record ChaosReport(IReadOnlyList<ChaosRow> Rows, IReadOnlyList<string> Findings, string Load)
{
    public bool Held => Findings.Count == 0 && Rows.All(row => row.Held);

    /// <summary>Markdown; the last line says whether all held.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(Load).AppendLine();
        text.AppendLine("| fault | what clients saw | recovery | lost | held |").AppendLine("| --- | --- | --- | --- | --- |");
        foreach (var row in Rows)
        {
            var recovery = row.Recovery is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s") : "not in time";
            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Fault} | {row.Seen} | {recovery} | {row.Lost} | {(row.Held ? "yes" : $"no: {row.Complaint}")} |");
        }

        text.AppendLine();
        foreach (var finding in Findings)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {finding}");
        }

        return text.Append(Held ? "All held: lost = 0." : "Not all held.").ToString();
    }
}
