using System.CommandLine;
using Crowdsource.Cli.Demo;
using Crowdsource.Cli.Output;

namespace Crowdsource.Cli.Commands;

internal static class DemoCommand
{
    private static readonly Option<string?> s_photos = new("--photos") { Description = "One folder of photos per label; rendered samples when left out." };
    private static readonly Option<string?> s_holdout = new("--holdout")
    {
        Description = "Photos from elsewhere, one folder per label. Never sent: the phone is measured on them.",
    };

    private const string NoWeights = "none";

    private static readonly Option<string?> s_weights = new("--weights")
    {
        Description = $"Pretrained weights (.tflite); looked for and downloaded when left out. '{NoWeights}': train from scratch.",
    };

    private static readonly Option<string> s_out = new("--out")
    {
        Description = "Where the results go.",
        DefaultValueFactory = _ => Path.Combine("artifacts", "demo"),
    };

    private static readonly Option<int> s_volunteers = new("--volunteers")
    {
        Description = "How many take part, 1 to 1000.",
        DefaultValueFactory = _ => 12,
        Validators =
        {
            result =>
            {
                if (result.GetValueOrDefault<int>() is < 1 or > 1000)
                {
                    result.AddError("--volunteers is 1 to 1000.");
                }
            },
        },
    };

    private static readonly Option<int> s_seed = new("--seed") { Description = "The same seed repeats the demo.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> s_host = new("--host")
    {
        Description = "The all-in-one host's dll, or a script that starts a cluster.",
        DefaultValueFactory = _ => HostBesides(AppContext.BaseDirectory),
    };

    public static Command Create() => CommandLine.Command(
        "demo", "Walk the whole loop on this machine, from a volunteer's photo to a model on a phone, and measure it.", Run,
        s_photos, s_holdout, s_weights, s_out, s_volunteers, s_seed, s_host);

    private static Task<int> Run(ParseResult parsed, CommandOutput output, CancellationToken cancellation) =>
        new DemoRun(
            new DemoOptions(
                Full(parsed.GetValue(s_photos)),
                Full(parsed.GetValue(s_holdout)),
                parsed.GetValue(s_weights) is NoWeights ? NoWeights : Full(parsed.GetValue(s_weights)),
                Path.GetFullPath(parsed.GetRequiredValue(s_out)),
                parsed.GetValue(s_volunteers),
                parsed.GetValue(s_seed),
                Path.GetFullPath(parsed.GetRequiredValue(s_host))),
            output,
            TimeProvider.System).Run(cancellation);

    /// <summary>Empty is as good as left out, so that a Makefile can pass on what it was not given.</summary>
    private static string? Full(string? path) => string.IsNullOrEmpty(path) ? null : Path.GetFullPath(path);

    /// <summary>The artifacts folder holds bin/PROJECT/CONFIGURATION/.</summary>
    private static string HostBesides(string ownFolder)
    {
        var configuration = new DirectoryInfo(ownFolder);
        return Path.Combine(configuration.Parent!.Parent!.FullName, "Crowdsource.AllInOne", configuration.Name, "Crowdsource.AllInOne.dll");
    }
}
