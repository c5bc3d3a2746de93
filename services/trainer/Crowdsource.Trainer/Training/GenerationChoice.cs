using System.Collections.Immutable;
using System.Globalization;
using Crowdsource.Domain.Evaluation;
using Crowdsource.Domain.Nights;
using Crowdsource.Formats;
using Crowdsource.Learning;

namespace Crowdsource.Trainer.Training;

/// <summary>Chooses between the head on the campaign's generation and what was tuned, by the views of a <see cref="RivalComparison"/>.</summary>
/// <param name="headName">The name of the strategy that has to be beaten.</param>
/// <param name="before">The head that has to be beaten.</param>
/// <param name="headSeconds">What it took.</param>
internal sealed class GenerationChoice(string headName, TrainedHead before, double headSeconds)
{
    private readonly List<StrategyTrial> _trials = [];
    private readonly List<string> _notes = [];
    private string? _winner;

    /// <summary>The name of what won.</summary>
    public string Strategy => _winner ?? headName;

    /// <summary>What won over the head; null when nothing did.</summary>
    public TunedGeneration? Adopted { get; private set; }

    /// <summary>Why it did.</summary>
    public string? Why { get; private set; }

    public ImmutableArray<string> Notes => [.. _notes];

    /// <summary>Empty where there was nothing to choose.</summary>
    public ImmutableArray<StrategyTrial> Trials => [.. _trials.Select(trial => trial with { Chosen = trial.Strategy == Strategy })];

    private long HeadBytes => sizeof(float) * (long)(before.Weights.Length + before.Bias.Length);

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
    /// <param name="shares">What it and the head recognised of each photo's views.</param>
    /// <param name="seconds">What it took.</param>
    /// <param name="leastGain">Over the head; null takes it whatever it gains.</param>
    public TunedGeneration? Consider(string name, TunedGeneration tried, IReadOnlyList<ViewShares> shares, double seconds, double? leastGain)
    {
        if (_trials.Count == 0)
        {
            _trials.Add(Trial(headName, [.. shares.Select(photo => photo.Champion)], headSeconds, HeadBytes));
        }

        var head = _trials[0].Top1;
        var bytes = HeadBytes + Bytes(tried.Tail) + (tried.Backbone is { } own ? Bytes(own.TrunkNetwork) : 0);
        var trial = Trial(name, [.. shares.Select(photo => photo.Candidate)], seconds, bytes);
        var best = _trials.Max(other => other.Top1);
        var takes = leastGain is not { } least || (trial.Top1 - head >= least && (Adopted is null || trial.Top1 > best));
        _trials.Add(trial);
        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: recognises {trial.Top1:F3} of the views of validation photos (upright, turned, blurred, off-centre), {headName} {head:F3}; {seconds:F0} s, features computed again included; phones download {trial.ChangedBytes / 1e6:F1} MB of weights anew");
        _notes.Add($"{words}: {(takes ? "adopted" : "not adopted")}.");
        if (!takes)
        {
            return tried;
        }

        var loser = Adopted;
        (Adopted, _winner, Why) = (tried, name, $"{words}.");
        return loser;
    }

    private static long Bytes(Network network) => sizeof(float) * network.ParameterCount;

    private static StrategyTrial Trial(string name, double[] shares, double seconds, long bytes)
    {
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
