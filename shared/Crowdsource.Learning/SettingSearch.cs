namespace Crowdsource.Learning;

/// <summary>
/// Chooses one setting after the other. A default is left only for what gains more than twice its standard error, so that nights do not go back and
/// forth by chance.
/// </summary>
internal sealed class SettingSearch(CrossValidation validation, int[] groups, HeadOptions options)
{
    private const double Errors = 2;

    private readonly (string Name, IReadOnlyList<double> Values, Func<HeadSettings, double, HeadSettings> With)[] _settings =
    [
        ("weight-decay", options.WeightDecays, (settings, value) => settings with { WeightDecay = value }),
        ("label-smoothing", options.LabelSmoothings, (settings, value) => settings with { LabelSmoothing = value }),
        ("label-balance", options.LabelBalances, (settings, value) => settings with { LabelBalance = value }),
    ];

    private readonly List<SettingTrial> _trials = [];

    /// <summary>How many fits it takes in all.</summary>
    public int Fits => validation.Fits * (1 + _settings.Sum(setting => setting.Values.Count - 1));

    /// <summary>What was tried, in order; nothing where there was no choice, or nobody to judge.</summary>
    public IReadOnlyList<SettingTrial> Trials => _trials;

    public ValidatedHeads Run(FitProgress progress, CancellationToken cancellationToken)
    {
        var best = validation.Try(options.Defaults, start: null, progress, cancellationToken);
        foreach (var (name, values, with) in _settings.Where(setting => setting.Values.Count > 1 && best.Losses.Count > 0))
        {
            var defaults = best;
            var (most, chosen) = (0.0, values[0]);
            var tried = new List<SettingTrial> { new(name, values[0], best.Top1, best.LogLoss, 0, 0, Chosen: false) };
            foreach (var value in values.Skip(1))
            {
                var heads = validation.Try(with(defaults.Settings, value), defaults, progress, cancellationToken);
                var (gain, error) = heads.GainOver(defaults, groups);
                tried.Add(new SettingTrial(name, value, heads.Top1, heads.LogLoss, gain, error, Chosen: false));
                if (gain > Errors * error && gain > most)
                {
                    (best, most, chosen) = (heads, gain, value);
                }
            }

            _trials.AddRange(tried.Select(trial => trial with { Chosen = trial.Value.Equals(chosen) }));
        }

        return best;
    }
}
