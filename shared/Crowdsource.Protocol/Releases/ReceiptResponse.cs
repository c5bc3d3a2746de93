namespace Crowdsource.Protocol.Releases;

/// <param name="Id">The receipt.</param>
/// <param name="At">When it was first taken down.</param>
public sealed record ReceiptResponse(Guid Id, DateTimeOffset At);
