namespace Crowdsource.Learning;

/// <summary>One value that validation tried for one setting of a head, the others being as they were chosen before.</summary>
/// <param name="Setting"><c>weight-decay</c>, <c>label-smoothing</c> or <c>label-balance</c>.</param>
/// <param name="Value">Of the setting.</param>
/// <param name="Top1">Share of photos recognised by heads that had not learned from their group, 0 to 1.</param>
/// <param name="LogLoss">Of photos and variants in equal parts, each at its best temperature; nats.</param>
/// <param name="Gain">What of the loss it saves against the setting's default; 0 for the default itself.</param>
/// <param name="GainError">Standard error of the gain: of its paired differences, groups taken whole.</param>
/// <param name="Chosen">Whether the head was trained with it.</param>
public sealed record SettingTrial(string Setting, double Value, double Top1, double LogLoss, double Gain, double GainError, bool Chosen);
