namespace Crowdsource.Catalogue.Work;

/// <summary>What became of failed work.</summary>
public enum WorkFailure
{
    /// <summary>The ticket was no longer the holder's: nothing was changed.</summary>
    Stale = 0,

    /// <summary>It will be tried again.</summary>
    Retried = 1,

    /// <summary>Its attempts are used up: a dead letter.</summary>
    GivenUp = 2,
}
