namespace Crowdsource.Protocol.Models;

/// <summary>What a version learned from and was judged by.</summary>
/// <param name="Snapshot">SHA-256 of the frozen list of photos, labels and splits.</param>
/// <param name="Photos">In all splits together.</param>
/// <param name="Contributors">Different people who took them.</param>
/// <param name="Grouping">What splits keep together: <c>session</c> or <c>contributor</c>.</param>
/// <param name="Groups">How many of those there are.</param>
/// <param name="Consents">Photos by the consent text that they were given under.</param>
public sealed record CardData(
    string Snapshot, int Photos, int Contributors, string Grouping, int Groups, IReadOnlyList<CardConsent> Consents);
