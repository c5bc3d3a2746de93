namespace Crowdsource.Domain.Volunteers;

/// <summary>What may happen to a volunteer: pure functions of state and time.</summary>
public static class VolunteerRules
{
    /// <summary>What is left of a volunteer who asked to be forgotten. Named member by member, so that nothing personal stays by default.</summary>
    /// <param name="current">Who asked.</param>
    /// <param name="unused">A fresh key: the one in ledgers and snapshots leads to nobody from here on.</param>
    /// <param name="now">When.</param>
    public static VolunteerState Erase(VolunteerState current, ContributorKey unused, DateTimeOffset now) => new()
    {
        Id = current.Id,
        Contributor = unused,

        // Longer than a pseudonym may be, so that nobody can take it; unique, as the table demands.
        Pseudonym = $"erased {current.Id}",
        RegisteredAt = current.RegisteredAt,
        ErasedAt = now,
    };
}
