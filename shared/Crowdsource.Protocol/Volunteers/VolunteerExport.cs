namespace Crowdsource.Protocol.Volunteers;

/// <summary>Everything that the server knows of a volunteer: the file <c>data.json</c> of an export.</summary>
/// <param name="Volunteer">Profile and current consents.</param>
/// <param name="Progress">Goal and streak settings.</param>
/// <param name="Consents">Every consent that was ever given, oldest first.</param>
/// <param name="Photos">Oldest first.</param>
/// <param name="Points">The ledger, oldest first.</param>
public sealed record VolunteerExport(
    VolunteerResponse Volunteer,
    ExportedSettings Progress,
    IReadOnlyList<ConsentResponse> Consents,
    IReadOnlyList<ExportedPhoto> Photos,
    IReadOnlyList<ExportedPoints> Points);
