namespace Crowdsource.Domain.Evaluation;

/// <summary>The answers of candidate and champion on the same photos. Indices are positions in the campaign's list of labels.</summary>
/// <param name="Truth">The label of each photo.</param>
/// <param name="Candidate">What the candidate's exported file answers, or <see cref="Metrics.None"/>.</param>
/// <param name="Champion">
/// What the champion's exported file answers, in the same indices, or <see cref="Metrics.None"/> for a label that the candidate does not
/// know; null when there is no champion.
/// </param>
public sealed record ComparedSet(int[] Truth, int[] Candidate, int[]? Champion)
{
    public static ComparedSet Empty { get; } = new([], [], []);

    public int Photos => Truth.Length;

    /// <summary>
    /// What the models make of the photos as hands take them: upright, turned, blurred, off-centre. One entry per photo; empty where only the photos
    /// themselves were asked about.
    /// </summary>
    public ViewShares[] Views { get; init; } = [];

    /// <summary>The difference between the two over all views that were asked.</summary>
    /// <exception cref="InvalidOperationException">There is no champion.</exception>
    public PairedShares Shares()
    {
        if (Champion is not { } champion)
        {
            throw new InvalidOperationException("There is no champion to compare with.");
        }

        return PairedShares.Of(Views.Length > 0 ? Views
            : [.. Truth.Select((label, photo) => new ViewShares(Candidate[photo] == label ? 1 : 0, champion[photo] == label ? 1 : 0))]);
    }

    /// <summary>
    /// The photos of these labels. Two models are compared on labels that both know: a label that is new is no merit of the candidate, and
    /// what it costs the others is seen on them.
    /// </summary>
    public ComparedSet Of(IReadOnlySet<int> labels)
    {
        int[] kept = [.. Enumerable.Range(0, Photos).Where(photo => labels.Contains(Truth[photo]))];
        return new ComparedSet(
            [.. kept.Select(photo => Truth[photo])],
            [.. kept.Select(photo => Candidate[photo])],
            Champion is { } champion ? [.. kept.Select(photo => champion[photo])] : null)
        {
            Views = Views.Length == 0 ? [] : [.. kept.Select(photo => Views[photo])],
        };
    }
}
