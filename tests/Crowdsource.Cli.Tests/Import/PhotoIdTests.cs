using Crowdsource.Cli.Import;
using Shouldly;
using Xunit;

namespace Crowdsource.Cli.Tests.Import;

public sealed class PhotoIdTests
{
    [Fact]
    public void The_same_file_in_the_same_campaign_always_has_the_same_id()
    {
        PhotoId.Of("shells", [1, 2, 3]).ShouldBe(Guid.Parse(PhotoId.Of("shells", [1, 2, 3]).ToString()));
        PhotoId.Of("shells", [1, 2, 3]).ShouldNotBe(PhotoId.Of("shells", [1, 2, 4]));
        PhotoId.Of("shells", [1, 2, 3]).ShouldNotBe(PhotoId.Of("stones", [1, 2, 3]));
    }

    [Fact]
    public void The_id_is_a_UUID_of_version_8()
    {
        var id = PhotoId.Of("shells", []);
        id.Version.ShouldBe(8);
        (id.Variant & 0b1100).ShouldBe(0b1000);
    }
}
