using Crowdsource.Domain.Access;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Access;

public sealed class TokenTextTests
{
    [Theory]
    [InlineData(TokenScope.Volunteer, "cs_volunteer_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData(TokenScope.Owner, "cs_owner_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_token_says_what_it_opens(TokenScope scope, string text) =>
        TokenText.Compose(scope, new byte[TokenText.RandomBytes]).ShouldBe(text);

    [Fact]
    public void Other_random_bytes_make_another_token_that_fits_in_a_header() =>
        Gen.Select(Gen.Byte.Array[TokenText.RandomBytes], Gen.Byte.Array[TokenText.RandomBytes]).Sample((one, other) =>
        {
            var text = TokenText.Compose(TokenScope.App, one);
            text.ShouldAllBe(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_' || letter == '-');
            (TokenText.Compose(TokenScope.App, other) == text).ShouldBe(one.AsSpan().SequenceEqual(other));
        });

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Too_little_randomness_is_an_error(int bytes) =>
        Should.Throw<ArgumentException>(() => TokenText.Compose(TokenScope.App, new byte[bytes]));

    [Fact]
    public void The_hash_is_the_text_s_SHA_256() =>
        // printf abc | sha256sum
        TokenText.Hash("abc").ShouldBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
