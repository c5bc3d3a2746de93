namespace Crowdsource.Learning;

/// <summary>Fits heads that leave out one fold each, and asks them about it.</summary>
internal sealed class CrossValidation : IDisposable
{
    // A share of the loss. To compare settings, a rougher solution does.
    private const double Tolerance = 3e-4;

    private readonly FoldedFeatures _features;
    private readonly HeadOptions _options;
    private readonly Part[] _parts;

    public CrossValidation(FoldedFeatures features, HeadOptions options)
    {
        (_features, _options) = (features, options);
        var labels = features.Samples.Labels;
        _parts =
        [
            .. from drawing in Enumerable.Range(0, features.Drawings.Count)
               from fold in Enumerable.Range(0, options.Folds)
               let folds = features.Drawings[drawing]
               let learned = labels.Where((_, photo) => folds[photo] != fold).ToHashSet()
               where learned.Count > 1 && labels.Where((label, photo) => folds[photo] == fold && learned.Contains(label)).Any()
               select new Part(drawing, fold, learned, new LogisticProblem(features, cell => cell.Folds[drawing] != fold, options.Shrinkage)),
        ];
    }

    /// <summary>How many fits one attempt takes; 0 where there is nothing to validate.</summary>
    public int Fits => _parts.Length;

    /// <param name="settings">Which.</param>
    /// <param name="start">Fitted with nearby settings; null begins anew.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    public ValidatedHeads Try(HeadSettings settings, ValidatedHeads? start, FitProgress progress, CancellationToken cancellationToken)
    {
        var answers = _features.Drawings.Select(_ => new OutOfFold(_features.Samples.LabelCount, _features.Samples.NoneOfThese)).ToArray();
        var solutions = new TorchSharp.torch.Tensor[_parts.Length];
        for (var i = 0; i < _parts.Length; i++)
        {
            var part = _parts[i];
            solutions[i] = part.Problem.Fit(settings, start?.Solutions[i], _options.MostSteps, Tolerance, progress, cancellationToken);
            foreach (var cell in _features.Cells.Where(cell => cell.Folds[part.Drawing] == part.Fold))
            {
                using var logits = part.Problem.Ask(cell, solutions[i]);
                Gather(cell, part.Learned, logits.data<float>().ToArray(), answers[part.Drawing]);
            }
        }

        return new ValidatedHeads(settings, solutions, answers);
    }

    /// <summary>The heads of the first drawing, by the fold that each left out; null where there was nothing to validate.</summary>
    public LinearWeights?[] OfFolds(ValidatedHeads heads)
    {
        var ofFolds = new LinearWeights?[_options.Folds];
        foreach (var (i, part) in _parts.Index().Where(pair => pair.Item.Drawing == 0))
        {
            ofFolds[part.Fold] = part.Problem.Unfold(heads.Solutions[i]);
        }

        return ofFolds;
    }

    public void Dispose()
    {
        foreach (var part in _parts)
        {
            part.Problem.Dispose();
        }
    }

    /// <summary>A label that this fold's head never saw says nothing about the settings.</summary>
    private void Gather(FeatureCell cell, HashSet<int> learned, float[] logits, OutOfFold answers)
    {
        var samples = _features.Samples;
        int[] held = [.. Enumerable.Range(0, cell.Photos.Length).Where(place => learned.Contains(samples.Labels[cell.Photos[place]]))];
        int[] photos = Array.ConvertAll(held, place => cell.Photos[place]);
        int[] truth = Array.ConvertAll(photos, photo => samples.Labels[photo]);
        bool[] judges = Array.ConvertAll(photos, photo => samples.Judges?[photo] != false);
        var some = new float[held.Length * samples.LabelCount];
        for (var variant = 0; variant < _features.Variants; variant++)
        {
            for (var i = 0; i < held.Length; i++)
            {
                logits.AsSpan(((held[i] * _features.Variants) + variant) * samples.LabelCount, samples.LabelCount).CopyTo(some.AsSpan(i * samples.LabelCount));
            }

            answers.Add(photos, some, truth, judges, isPhoto: variant == 0);
        }
    }

    private sealed record Part(int Drawing, int Fold, HashSet<int> Learned, LogisticProblem Problem);
}
