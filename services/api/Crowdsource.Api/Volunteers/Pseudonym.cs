using System.Security.Cryptography;

namespace Crowdsource.Api.Volunteers;

/// <summary>Public names for volunteers who give none.</summary>
internal static class Pseudonym
{
    private static readonly string[] s_adjectives =
    [
        "Amber", "Bold", "Bright", "Calm", "Clever", "Cosy", "Curious", "Daring", "Eager", "Gentle", "Golden", "Happy", "Jolly", "Keen",
        "Kind", "Lively", "Lucky", "Merry", "Mighty", "Nimble", "Patient", "Quick", "Quiet", "Shiny", "Silent", "Snowy", "Sunny", "Swift",
        "Tidy", "Velvet", "Wandering", "Witty",
    ];

    private static readonly string[] s_animals =
    [
        "Badger", "Beaver", "Crane", "Dolphin", "Falcon", "Finch", "Fox", "Gecko", "Hare", "Hedgehog", "Heron", "Ibis", "Kestrel", "Koala",
        "Lark", "Lemur", "Lynx", "Magpie", "Marten", "Newt", "Otter", "Owl", "Panda", "Puffin", "Raven", "Robin", "Seal", "Sparrow", "Stork",
        "Swan", "Tern", "Wren",
    ];

    /// <summary>Such as "Curious Otter 4711"; seldom the same twice.</summary>
    public static string Create() => $"{Pick(s_adjectives)} {Pick(s_animals)} {RandomNumberGenerator.GetInt32(1000, 10_000)}";

    private static string Pick(string[] words) => words[RandomNumberGenerator.GetInt32(words.Length)];
}
