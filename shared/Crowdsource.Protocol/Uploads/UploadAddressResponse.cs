namespace Crowdsource.Protocol.Uploads;

/// <summary>Where the bytes of an upload that was begun may be put, past the server.</summary>
/// <param name="Url">Takes one PUT of all bytes, without a token: keep it to yourself.</param>
/// <param name="ExpiresAt">Ask again from then on.</param>
public sealed record UploadAddressResponse(Uri Url, DateTimeOffset ExpiresAt);
