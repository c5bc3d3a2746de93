using Crowdsource.Domain.Volunteers;
using Orleans;

namespace Crowdsource.Domain.Submissions;

/// <summary>A trusted volunteer says what a photo is worth.</summary>
/// <param name="Volunteer">Who votes.</param>
/// <param name="Voter">The same person in ledgers.</param>
/// <param name="Accept">Whether the photo should be used.</param>
/// <param name="Rejection">A code of <see cref="RejectionCode.ForCurators"/> when it should not.</param>
/// <param name="Label">The right label's name; null keeps the claim.</param>
[GenerateSerializer, Immutable, Alias("cast-vote")]
public sealed record CastVote(VolunteerId Volunteer, ContributorKey Voter, bool Accept, string? Rejection, string? Label);
