namespace Crowdsource.Protocol.Operations;

/// <summary>Work that failed until its attempts were used up.</summary>
/// <param name="Id">By which it is retried.</param>
/// <param name="Kind">Such as <c>process-photo</c>.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="LastError">What went wrong last.</param>
/// <param name="DeadAt">When it was given up.</param>
public sealed record DeadLetterResponse(long Id, string Kind, string Subject, int Attempts, string? LastError, DateTimeOffset DeadAt);
