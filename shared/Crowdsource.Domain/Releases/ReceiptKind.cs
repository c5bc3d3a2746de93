namespace Crowdsource.Domain.Releases;

public enum ReceiptKind
{
    Downloaded = 1,
    Activated = 2,
    Refused = 3,
    RolledBack = 4,
}
