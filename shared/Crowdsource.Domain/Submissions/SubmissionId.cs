using Orleans;

namespace Crowdsource.Domain.Submissions;

/// <summary>Made by the client (UUIDv7), so that it can retry for ever.</summary>
[GenerateSerializer, Immutable, Alias("submission-id")]
public readonly record struct SubmissionId(Guid Value)
{
    public override string ToString() => Value.ToString();
}
