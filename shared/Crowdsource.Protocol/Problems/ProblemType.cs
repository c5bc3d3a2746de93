namespace Crowdsource.Protocol.Problems;

/// <summary>A kind of problem.</summary>
/// <param name="Uri">A relative reference, <c>/problems/</c> and a stable code.</param>
/// <param name="Title">For people.</param>
/// <param name="Status">The HTTP status code that it comes with.</param>
public sealed record ProblemType(string Uri, string Title, int Status)
{
    /// <summary>The last segment of <see cref="Uri"/>.</summary>
    public string Code => Uri[(Uri.LastIndexOf('/') + 1)..];
}
