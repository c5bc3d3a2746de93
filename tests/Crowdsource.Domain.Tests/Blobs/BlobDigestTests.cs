using Crowdsource.Domain.Blobs;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Blobs;

public sealed class BlobDigestTests
{
    private const string OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public void A_blob_is_named_by_the_SHA_256_of_its_bytes() => BlobDigest.Of("abc"u8).ShouldBe(new BlobDigest(OfAbc));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015adf")]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData("../816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("٠a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void Anything_else_names_no_blob(string? text)
    {
        BlobDigest.IsValid(text).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => new BlobDigest(text!));
    }
}
