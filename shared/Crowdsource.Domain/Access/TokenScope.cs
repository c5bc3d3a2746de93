namespace Crowdsource.Domain.Access;

/// <summary>What a token's holder may do. An owner may do what a curator may.</summary>
public enum TokenScope
{
    Volunteer = 1,
    Curator = 2,
    Owner = 3,
    App = 4,
}
