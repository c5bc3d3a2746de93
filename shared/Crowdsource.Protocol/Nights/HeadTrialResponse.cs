namespace Crowdsource.Protocol.Nights;

/// <summary>One value that grouped validation tried for one setting of a head, the others being as they were chosen before.</summary>
/// <param name="Setting"><c>weight-decay</c>, <c>label-smoothing</c> or <c>label-balance</c>.</param>
/// <param name="Value">Of the setting.</param>
/// <param name="Top1">Share of photos recognised by heads that had not learned from their group.</param>
/// <param name="LogLoss">Of photos and of their variants, added, each at its best temperature; nats.</param>
/// <param name="Gain">What of the loss it saves against the setting's default; 0 for the default itself.</param>
/// <param name="GainError">The standard error of the gain. A default is left only for more than twice of it.</param>
/// <param name="Chosen">Whether the head was trained with it.</param>
public sealed record HeadTrialResponse(string Setting, double Value, double Top1, double LogLoss, double Gain, double GainError, bool Chosen);
