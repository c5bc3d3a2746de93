using Crowdsource.Cli.Output;
using Crowdsource.Protocol.Operations;
using Spectre.Console;

namespace Crowdsource.Cli.Backups;

/// <summary>What a check of rows and blobs found.</summary>
internal sealed record IntegrityReport(int Photos, int Blobs, IReadOnlyList<IntegrityProblem> Findings)
{
    /// <summary>Adds the pages up.</summary>
    /// <param name="read">A page after a given place; 0 is the first.</param>
    public static async Task<IntegrityReport> Collect(Func<long, Task<IntegrityResponse>> read)
    {
        var (photos, blobs, findings) = (0, 0, new List<IntegrityProblem>());
        for (long? after = 0; after is { } place;)
        {
            var page = await read(place);
            (photos, blobs, after) = (photos + page.Photos, blobs + page.Blobs, page.Next);
            findings.AddRange(page.Findings);
        }

        return new IntegrityReport(photos, blobs, findings);
    }

    public static Rows Picture(IntegrityReport report)
    {
        var sum = new Text($"{report.Photos:#,0} photos and {report.Blobs:#,0} blobs looked at: {(report.Findings.Count == 0 ? "all is well." : $"{report.Findings.Count} findings.")}");
        if (report.Findings.Count == 0)
        {
            return new Rows(sum);
        }

        var table = CommandOutput.Table("What", "Where", "What it means");
        foreach (var finding in report.Findings)
        {
            table.AddRow(new Text(finding.Code), new Text(finding.Subject), new Text(finding.Explanation));
        }

        return new Rows(table, sum);
    }
}
