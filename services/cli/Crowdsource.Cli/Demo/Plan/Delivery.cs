namespace Crowdsource.Cli.Demo.Plan;

/// <summary>How an upload reaches the server.</summary>
internal enum Delivery
{
    Once,

    /// <summary>The same photo under the same id again, as after an answer that was lost.</summary>
    Twice,

    /// <summary>The connection breaks in the middle of the photo, and the phone tries again.</summary>
    CutOff,
}
