namespace Crowdsource.Trainer.Nights.Resuming;

/// <summary>What came of a step, as it is stored.</summary>
/// <param name="Night">Whose it is, so that no two nights share a blob.</param>
/// <param name="Step">Which step.</param>
/// <param name="Value">What came of it.</param>
internal sealed record Kept<T>(string Night, string Step, T Value);
