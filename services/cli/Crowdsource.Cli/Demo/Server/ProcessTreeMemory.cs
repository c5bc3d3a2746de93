using System.Globalization;

namespace Crowdsource.Cli.Demo.Server;

/// <summary>How much memory a process and everything it started holds, from Linux's /proc. Shared pages count once (Pss).</summary>
internal static class ProcessTreeMemory
{
    /// <summary>Bytes now; 0 where there is no /proc or the process is gone.</summary>
    public static long Measure(int root)
    {
        if (!Directory.Exists("/proc"))
        {
            return 0;
        }

        var children = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .ToLookup(ParentOf);
        var total = 0L;
        var open = new Stack<int>([root]);
        while (open.TryPop(out var process))
        {
            total += HeldBy(process);
            foreach (var child in children[process])
            {
                open.Push(child);
            }
        }

        return total;
    }

    /// <summary>The fourth field of stat; the second is a name in brackets that may hold anything.</summary>
    private static int ParentOf(int process)
    {
        var stat = Read($"/proc/{process}/stat");
        var afterName = stat.LastIndexOf(')');
        return afterName < 0 ? 0 : int.Parse(stat[(afterName + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static long HeldBy(int process)
    {
        var line = Read($"/proc/{process}/smaps_rollup").Split('\n').FirstOrDefault(line => line.StartsWith("Pss:", StringComparison.Ordinal));
        return line is null ? 0 : 1024 * long.Parse(line.AsSpan("Pss:".Length).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
