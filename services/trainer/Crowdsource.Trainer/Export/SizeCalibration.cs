namespace Crowdsource.Trainer.Export;

/// <summary>What a backbone gives for images of one size, as digests of files.</summary>
/// <param name="Ranges">Of its layers.</param>
/// <param name="Features">Of the photos that these were measured on.</param>
internal sealed record SizeCalibration(string Ranges, string Features);
