using System.Security.Cryptography;
using Crowdsource.Storage;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;

namespace Crowdsource.Api.Uploads;

/// <summary>What a piece must hash to.</summary>
/// <param name="Text"><c>sha1</c> or <c>sha256</c>, a space, and the digest of this piece in base64; null when its sender does not say.</param>
internal sealed record PieceChecksum([FromHeader(Name = "Upload-Checksum")] string? Text)
{
    /// <summary>Null when there is none, or none that can be checked here.</summary>
    public UploadChecksum? Expected { get; } = Parse(Text);

    private static UploadChecksum? Parse(string? header)
    {
        var parts = (header ?? "").Split(' ', 2);
        var (algorithm, size) = parts[0] switch
        {
            "sha1" => (HashAlgorithmName.SHA1, SHA1.HashSizeInBytes),
            "sha256" => (HashAlgorithmName.SHA256, SHA256.HashSizeInBytes),
            _ => (default, 0),
        };
        var digest = new byte[SHA256.HashSizeInBytes];
        return parts.Length == 2 && Convert.TryFromBase64String(parts[1], digest, out var written) && written == size
            ? new UploadChecksum(algorithm, digest.AsMemory(0, size))
            : null;
    }
}

internal sealed class PieceChecksumValidator : AbstractValidator<PieceChecksum>
{
    public PieceChecksumValidator() =>
        RuleFor(checksum => checksum.Expected)
            .NotNull()
            .When(checksum => checksum.Text is not null)
            .OverridePropertyName("uploadChecksum")
            .WithMessage("Give sha1 or sha256, a space, and the digest in base64.");
}
