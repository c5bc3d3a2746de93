namespace Crowdsource.Domain.Volunteers;

/// <summary>How far a volunteer's work speaks for itself in one campaign.</summary>
public enum TrustLevel
{
    New = 1,
    Known = 2,
    Trusted = 3,
}
