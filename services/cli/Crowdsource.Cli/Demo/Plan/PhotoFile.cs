namespace Crowdsource.Cli.Demo.Plan;

/// <summary>A photo on this machine.</summary>
/// <param name="Label">The name of the folder that it lies in, or what the dataset's manifest says.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="CapturedAt">When it was taken, as the dataset's manifest says.</param>
internal sealed record PhotoFile(string Label, string Path, long Bytes, DateTimeOffset? CapturedAt = null);
