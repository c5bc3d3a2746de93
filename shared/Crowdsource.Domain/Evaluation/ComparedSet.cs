namespace Crowdsource.Domain.Evaluation;

/// <summary>The answers of candidate and champion on the same photos. Indices are positions in the campaign's list of labels.</summary>
/// <param name="Truth">The label of each photo.</param>
/// <param name="Candidate">What the candidate's exported file answers, or <see cref="Metrics.None"/>.</param>
/// <param name="Champion">
/// What the champion's exported file answers, in the same indices; null when there is no champion. On a label that it does not know yet it
/// is simply wrong: a new label is a gain, and what it costs the old ones is seen label by label.
/// </param>
public sealed record ComparedSet(int[] Truth, int[] Candidate, int[]? Champion)
{
    public static ComparedSet Empty { get; } = new([], [], []);

    public int Photos => Truth.Length;
}
