using Crowdsource.Cli.Commands;
using Shouldly;
using Xunit;

namespace Crowdsource.Cli.Tests.Commands;

public sealed class ModelComparisonTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abcd", "abcd", 0)]
    [InlineData("abcd", "abXd", 1)]
    [InlineData("abcd", "ab", 0)]
    [InlineData("ab", "abcd", 2)]
    [InlineData("", "abc", 3)]
    public void Bytes_that_a_phone_does_not_have_in_the_same_place_are_changed(string before, string after, long changed) =>
        ModelComparison.Changed(System.Text.Encoding.ASCII.GetBytes(before), System.Text.Encoding.ASCII.GetBytes(after)).ShouldBe(changed);
}
