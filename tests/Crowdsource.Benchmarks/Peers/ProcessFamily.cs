using System.Globalization;
using System.Text.RegularExpressions;

namespace Crowdsource.Benchmarks.Peers;

/// <summary>A process and all that descends from it, as the kernel counts them (<c>proc(5)</c>).</summary>
internal sealed partial class ProcessFamily(int root)
{
    /// <summary>What the kernel counts processor time in, on every Linux.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Seconds of one core so far, those of children that have ended and were waited for among them.</summary>
    public double CpuSeconds => Members().Sum(member => member.CpuSeconds);

    /// <summary>Pages that several share are counted once each.</summary>
    public double ResidentMegabytes => Members().Sum(member => member.ResidentMegabytes);

    /// <summary>By program: how many megabytes one that lives has had at most.</summary>
    public Dictionary<string, double> PeakMegabytes() => Members().GroupBy(member => member.Program, StringComparer.Ordinal)
        .ToDictionary(alike => alike.Key, alike => alike.Max(member => member.PeakMegabytes), StringComparer.Ordinal);

    private List<Member> Members()
    {
        var all = Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)).SelectMany(Read).ToList();
        var family = new HashSet<int> { root };
        int known;
        do
        {
            known = family.Count;
            family.UnionWith([.. all.Where(process => family.Contains(process.Parent)).Select(process => process.Id)]);
        }
        while (family.Count > known);

        return all.FindAll(process => family.Contains(process.Id));
    }

    private static IEnumerable<Member> Read(string folder)
    {
        try
        {
            var status = File.ReadLines(Path.Combine(folder, "status")).Select(line => line.Split(':', 2)).ToDictionary(line => line[0], line => line[1].Trim(), StringComparer.Ordinal);
            if (!status.TryGetValue("VmHWM", out var peak))
            {
                // Of the kernel, or it has ended.
                return [];
            }

            // The name stands in parentheses and may hold spaces; the eleven fields after it, then the times: its own, and of those it waited for.
            var fields = File.ReadAllText(Path.Combine(folder, "stat"));
            var ticks = fields[(fields.LastIndexOf(')') + 2)..].Split(' ')[11..15].Sum(Number);
            var program = OurProgram().Match(File.ReadAllText(Path.Combine(folder, "cmdline"))) is { Success: true } ours ? ours.Value : status["Name"];
            return [new Member((int)Number(Path.GetFileName(folder)), (int)Number(status["PPid"]), program, ticks / TicksPerSecond, Megabytes(status["VmRSS"]), Megabytes(peak))];
        }
        catch (IOException)
        {
            // It has ended.
            return [];
        }
    }

    private static double Megabytes(string kibibytes) => Number(kibibytes.Split(' ')[0]) * 1024 / 1e6;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Crowdsource\.[A-Za-z.]+(?=\.dll)")]
    private static partial Regex OurProgram();

    private sealed record Member(int Id, int Parent, string Program, double CpuSeconds, double ResidentMegabytes, double PeakMegabytes);
}
