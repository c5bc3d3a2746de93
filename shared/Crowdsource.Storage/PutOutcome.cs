namespace Crowdsource.Storage;

public enum PutOutcome
{
    Stored = 1,
    AlreadyThere = 2,
}
