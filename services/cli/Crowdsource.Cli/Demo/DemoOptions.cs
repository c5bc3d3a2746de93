namespace Crowdsource.Cli.Demo;

/// <param name="Photos">One folder per label; null: rendered samples.</param>
/// <param name="Holdout">Photos that are never uploaded; null: none, or rendered samples where the photos are.</param>
/// <param name="Weights">Pretrained weights; <c>none</c>: train from scratch; null: the host looks for them.</param>
/// <param name="Out">Gets everything that the demo leaves behind; what an earlier demo left there is deleted.</param>
/// <param name="Volunteers">At least 1.</param>
/// <param name="Seed">The same seed gives the same plan and the same samples.</param>
/// <param name="Host">The host's dll, or a script that starts a cluster.</param>
internal sealed record DemoOptions(string? Photos, string? Holdout, string? Weights, string Out, int Volunteers, int Seed, string Host);
