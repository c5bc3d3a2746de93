using Crowdsource.Cli.Demo.Plan;
using Crowdsource.Cli.Http;
using Spectre.Console;

namespace Crowdsource.Cli.Demo;

/// <summary>What everybody in the demo shares: where the server is, what is planned, and what went wrong.</summary>
internal sealed class DemoScene(DemoOptions options, DemoPlan plan, ServerConnection owner, IAnsiConsole console)
{
    public const string Campaign = "demo";
    public const string Api = "/api/v1";

    private readonly List<string> _complaints = [];

    public DemoOptions Options => options;

    public DemoFolder Folder { get; } = new(options.Out);

    public DemoPlan Plan => plan;

    /// <summary>The server's owner; their key is what the first start made.</summary>
    public ServerConnection Owner => owner;

    public IAnsiConsole Console => console;

    /// <summary>Whatever did not do what it says; any makes the demo fail.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public static string PathOf(string campaign = Campaign) => $"{Api}/campaigns/{campaign}";

    public void Complain(string what)
    {
        lock (_complaints)
        {
            _complaints.Add(what);
        }

        console.MarkupLineInterpolated($"[red]Not as it should be: {what}[/]");
    }

    public void Check(bool right, string complaint)
    {
        if (!right)
        {
            Complain(complaint);
        }
    }

    /// <summary>Something that nobody may overlook, though nothing is broken.</summary>
    public void Warn(string what) => console.MarkupLineInterpolated($"[black on yellow]{what}[/]");

    public void Say(string what) => console.WriteLine(what);

    /// <summary>Shows a bar with the remaining time while something is done.</summary>
    /// <param name="title">What is done.</param>
    /// <param name="steps">How many steps there are; 0 counts as one.</param>
    /// <param name="work">Is given what sets the steps that are done.</param>
    public Task<T> WithProgress<T>(string title, double steps, Func<ProgressTask, Task<T>> work) =>
        console.Progress()
            .AutoRefresh(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn(), new ElapsedTimeColumn())
            .StartAsync(async progress =>
            {
                var task = progress.AddTask(title, maxValue: Math.Max(1, steps));
                var result = await work(task);
                task.Value = task.MaxValue;
                return result;
            });

    public Task WithProgress(string title, double steps, Func<ProgressTask, Task> work) =>
        WithProgress(title, steps, async task =>
        {
            await work(task);
            return true;
        });
}
