namespace Crowdsource.Domain.Volunteers;

/// <summary>Trust is earned by photos that curators accepted: a smoothed share of what was decided, so that a few photos prove little.</summary>
public static class TrustRules
{
    /// <summary>Photos that the prior counts as accepted and as rejected: who is new has a trust of one half.</summary>
    public const int Prior = 2;

    public const int AcceptedToBeKnown = 10;
    public const double TrustToBeKnown = 0.7;
    public const int AcceptedToBeTrusted = 50;
    public const double TrustToBeTrusted = 0.9;

    /// <summary>The mean of a Beta distribution after these verdicts; above 0 and below 1.</summary>
    /// <param name="accepted">Photos that stand accepted, at least 0.</param>
    /// <param name="rejected">Photos that a person rejected, at least 0; what the pipeline refuses says nothing about good will.</param>
    public static double Trust(int accepted, int rejected) => (double)(accepted + Prior) / (accepted + rejected + (2 * Prior));

    public static TrustLevel Level(int accepted, int rejected) => Trust(accepted, rejected) switch
    {
        >= TrustToBeTrusted when accepted >= AcceptedToBeTrusted => TrustLevel.Trusted,
        >= TrustToBeKnown when accepted >= AcceptedToBeKnown => TrustLevel.Known,
        _ => TrustLevel.New,
    };
}
