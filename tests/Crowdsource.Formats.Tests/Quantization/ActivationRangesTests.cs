using System.Text;
using Crowdsource.Formats.Quantization;
using Shouldly;
using Xunit;

namespace Crowdsource.Formats.Tests.Quantization;

public sealed class ActivationRangesTests
{
    [Fact]
    public void What_is_written_is_read_and_the_order_does_not_matter()
    {
        var ranges = new ActivationRanges([]).With("b", new ActivationRange(-1.1f, 0.3f)).With("a", new ActivationRange(0, 6));
        var read = ActivationRanges.Parse(ranges.ToJson());
        read["b"].ShouldBe(new ActivationRange(-1.1f, 0.3f));
        read["c"].ShouldBeNull();
        read.Layers.ShouldBe(["a", "b"]);
        read.ToJson().ShouldBe(new ActivationRanges([]).With("a", new ActivationRange(0, 6)).With("b", new ActivationRange(-1.1f, 0.3f)).ToJson());
        Encoding.UTF8.GetString(read.ToJson()).ShouldBe("""{"a":[0,6],"b":[-1.1,0.3]}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"a":[0]}""")]
    [InlineData("""{"a":[0,1,2]}""")]
    [InlineData("""{"a":[1,0]}""")]
    [InlineData("""{"a":[0,1e99]}""")]
    [InlineData("""{"a":["NaN",1]}""")]
    [InlineData("""{"a":[0,1],"a":[0,2]}""")]
    public void What_is_something_else_is_refused(string json) =>
        Should.Throw<InvalidDataException>(() => ActivationRanges.Parse(Encoding.UTF8.GetBytes(json)));
}
