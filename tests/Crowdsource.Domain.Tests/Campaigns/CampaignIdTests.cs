using Crowdsource.Domain.Campaigns;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Campaigns;

public sealed class CampaignIdTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("fruit-and-nuts-2026")]
    [InlineData("a--b")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789abcd")]
    public void Lower_case_letters_digits_and_inner_hyphens_make_an_id(string text) => new CampaignId(text).Value.ShouldBe(text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-fruit")]
    [InlineData("fruit-")]
    [InlineData("Fruit")]
    [InlineData("fruit/..")]
    [InlineData("..")]
    [InlineData("fruit\n")]
    [InlineData("fruit\0")]
    [InlineData("frü")]
    [InlineData("ｆruit")]
    [InlineData("fruit%2f")]
    [InlineData("'; drop table campaigns; --")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789abcde")]
    public void Anything_else_is_refused(string? text)
    {
        CampaignId.IsValid(text).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => new CampaignId(text!));
    }

    [Fact]
    public void An_id_is_safe_in_paths_and_addresses_whatever_was_tried() =>
        Gen.Char["ab9-/\\.%:A0é \n'"].Array[0, 6].Select(letters => new string(letters)).Sample(text =>
            !CampaignId.IsValid(text) || (Uri.EscapeDataString(text) == text && Path.GetFileName(text) == text));

    [Fact]
    public void Labels_are_found_by_their_exact_name()
    {
        Samples.Campaign.FindLabel("Apple")!.Id.ShouldBe(Samples.Apple);
        Samples.Campaign.FindLabel("apple").ShouldBeNull();
        Samples.Campaign.FindLabel(new LabelId(3)).ShouldBeNull();
    }
}
