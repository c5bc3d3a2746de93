namespace Crowdsource.Protocol.Volunteers;

/// <summary>What a volunteer set.</summary>
/// <param name="TimeZone">Where their days begin.</param>
/// <param name="WeeklyGoal">Photos a week to aim at.</param>
public sealed record ExportedSettings(string TimeZone, int WeeklyGoal);
