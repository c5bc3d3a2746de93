namespace Crowdsource.Client.Models;

/// <summary>What became of looking for a newer model. Whatever it is, the model that was active works on until another one is.</summary>
public abstract record UpdateOutcome
{
    private UpdateOutcome()
    {
    }

    /// <summary>The channel offers nothing.</summary>
    public sealed record NothingOffered : UpdateOutcome;

    /// <summary>What is offered is active already.</summary>
    /// <param name="Version">The model version.</param>
    public sealed record UpToDate(int Version) : UpdateOutcome;

    /// <summary>Another model is active now.</summary>
    /// <param name="Version">The model version.</param>
    /// <param name="Replaced">The version that was active before; null: none.</param>
    /// <param name="DownloadedBytes">How much came over the network in this call.</param>
    /// <param name="Resumed">How often a download went on in the middle of a file.</param>
    public sealed record Activated(int Version, int? Replaced, long DownloadedBytes, int Resumed) : UpdateOutcome;

    /// <summary>The version that is offered has no file for this app's engine: what is active stays.</summary>
    /// <param name="Version">The model version.</param>
    /// <param name="Artifact">What the app runs.</param>
    /// <param name="Withheld">Why it was withheld, such as <c>parity</c>; null: it was never made.</param>
    public sealed record NotShipped(int Version, string Artifact, string? Withheld) : UpdateOutcome;

    /// <summary>What is offered must not be used here. It is not fetched again, unless it was damaged on its way.</summary>
    /// <param name="Version">The model version.</param>
    /// <param name="Code">One of the words of <see cref="Updates.Bundles.InvalidBundleException"/>.</param>
    /// <param name="Detail">For people.</param>
    public sealed record Refused(int Version, string Code, string Detail) : UpdateOutcome;

    /// <summary>No answer, or an unusable one. What was downloaded is kept, and the next call goes on from there.</summary>
    /// <param name="Detail">For people.</param>
    public sealed record Unreachable(string Detail) : UpdateOutcome;

    /// <summary>Another update is running in this folder.</summary>
    public sealed record Busy : UpdateOutcome;
}
