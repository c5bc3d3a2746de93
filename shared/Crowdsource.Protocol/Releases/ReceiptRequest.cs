using System.Text.Json.Serialization;
using Crowdsource.Domain.Releases;

namespace Crowdsource.Protocol.Releases;

/// <summary>What a device says it did. The same id again counts once.</summary>
/// <param name="Id">Made by the device.</param>
/// <param name="Channel">Where it listens.</param>
/// <param name="Device">A random number of the installation, not of the person.</param>
/// <param name="Version">The model version.</param>
/// <param name="Kind">What it did.</param>
/// <param name="Detail">Why, when refused or rolled back; up to 500 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReceiptRequest(Guid Id, string Channel, Guid Device, int Version, ReceiptKind Kind, string? Detail = null);
