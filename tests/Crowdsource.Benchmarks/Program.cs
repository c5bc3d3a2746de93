using Crowdsource.Benchmarks;
using Spectre.Console;

var table = new Table().AddColumns("what", "peer", "times faster", "from", "to");
await Add("durable commits, 64 callers", "one fsync per commit", CommitBenchmark.Run);
await Add("an augmented input of a 12 MP photo", "the same at full resolution", VariantBenchmark.Run);
AnsiConsole.Write(table);

async Task Add(string what, string peer, Func<Task<(double Median, double Low, double High)>> run)
{
    AnsiConsole.MarkupLineInterpolated($"[grey]{what} …[/]");
    var (median, low, high) = await run();
    table.AddRow(what, peer, $"{median:0.0}", $"{low:0.0}", $"{high:0.0}");
}
