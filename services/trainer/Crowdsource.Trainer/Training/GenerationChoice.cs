using System.Collections.Immutable;
using System.Globalization;
using Crowdsource.Domain.Evaluation;
using Crowdsource.Domain.Nights;
using Crowdsource.Formats;
using Crowdsource.Learning;

namespace Crowdsource.Trainer.Training;

/// <summary>Chooses between the head on the campaign's generation and what was tuned, by validation photos and their variants, which no tuning learned from.</summary>
internal sealed class GenerationChoice
{
    private readonly TunedFrom _before;
    private readonly List<StrategyTrial> _trials = [];
    private readonly List<string> _notes = [];

    public GenerationChoice(TunedFrom before, string headName, double seconds)
    {
        _before = before;
        Strategy = headName;
        _trials.Add(Trial(headName, before.Head, seconds, HeadBytes));
        HeadTop1 = _trials[0].Top1;
    }

    /// <summary>Of the head on the campaign's generation.</summary>
    public double HeadTop1 { get; }

    /// <summary>The name of what won.</summary>
    public string Strategy { get; private set; }

    /// <summary>What won over the head; null when nothing did.</summary>
    public TunedGeneration? Adopted { get; private set; }

    /// <summary>Why it did.</summary>
    public string? Why { get; private set; }

    public ImmutableArray<string> Notes => [.. _notes];

    public ImmutableArray<StrategyTrial> Trials => [.. _trials.Select(trial => trial with { Chosen = trial.Strategy == Strategy })];

    private long HeadBytes => sizeof(float) * (long)(_before.Head.Weights.Length + _before.Head.Bias.Length);

    /// <param name="why">Why something was not tried; empty where that needs no note.</param>
    public void Leave(string why)
    {
        if (why.Length > 0)
        {
            _notes.Add(why);
        }
    }

    /// <summary>Takes what was tuned where it gains enough, and more than what was taken before; gives what nobody takes any longer.</summary>
    /// <param name="name">Of the strategy.</param>
    /// <param name="tried">What was tuned.</param>
    /// <param name="seconds">What it took.</param>
    /// <param name="leastGain">Over the head; null takes it whatever it gains.</param>
    public TunedGeneration? Consider(string name, TunedGeneration tried, double seconds, double? leastGain)
    {
        var trial = Trial(name, tried.Head, seconds, HeadBytes + Bytes(tried.Tail) + (tried.Backbone is { } own ? Bytes(own.TrunkNetwork) : 0));
        var best = _trials.Max(other => other.Top1);
        var takes = leastGain is not { } least || (trial.Top1 - HeadTop1 >= least && (Adopted is null || trial.Top1 > best));
        _trials.Add(trial);
        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: validation {trial.Top1:F3} against {HeadTop1:F3} of the linear head (photos and variants alike); {seconds:F0} s, features computed again included; phones download {trial.ChangedBytes / 1e6:F1} MB of weights anew");
        _notes.Add($"{words}: {(takes ? "adopted" : "not adopted")}.");
        if (!takes)
        {
            return tried;
        }

        var loser = Adopted;
        (Adopted, Strategy, Why) = (tried, name, $"{words}.");
        return loser;
    }

    private static long Bytes(Network network) => sizeof(float) * network.ParameterCount;

    private StrategyTrial Trial(string name, TrainedHead head, double seconds, long bytes)
    {
        var shares = _before.Recognised(head);
        var top1 = shares.Length == 0 ? 0 : shares.Average();
        var interval = Interval.Wilson((int)Math.Round(top1 * shares.Length), shares.Length);
        return new StrategyTrial
        {
            Strategy = name,
            Photos = shares.Length,
            Top1 = top1,
            Low = interval.Low,
            High = interval.High,
            Seconds = Math.Round(seconds, 1),
            ChangedBytes = bytes,
        };
    }
}
