using System.Text;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Datasets;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Datasets;

public sealed class LabelFoldersTests
{
    [Theory]
    [InlineData("Red apple", "Red apple")]
    [InlineData("Pommes de terre, crème", "Pommes de terre, crème")]
    [InlineData("苹果", "苹果")]
    [InlineData("a/b\\c:d*e?f\"g<h>i|j", "a_b_c_d_e_f_g_h_i_j")]
    [InlineData("../../etc/passwd", "_.._etc_passwd")]
    [InlineData("..", "_")]
    [InlineData(" . ", "_")]
    [InlineData("con", "_con")]
    [InlineData("NUL.txt", "_NUL.txt")]
    [InlineData("Lpt1", "_Lpt1")]
    [InlineData("line\nbreak\0", "line_break_")]
    [InlineData("right-to-left \u202Egpj.exe", "right-to-left _gpj.exe")]
    [InlineData("trailing. ", "trailing")]
    public void A_folder_is_named_like_its_label_where_that_is_safe(string label, string folder) =>
        LabelFolders.Of([Label(1, label)])[new LabelId(1)].ShouldBe(folder);

    [Fact]
    public void Labels_that_would_share_a_folder_do_not() =>
        LabelFolders.Of([Label(1, "a/b"), Label(2, "a:b"), Label(3, "A_B"), Label(4, "A_B-3")])
            .Values.ShouldBe(["a_b", "a_b-2", "A_B-3", "A_B-3-4"]);

    [Fact]
    public void Whatever_the_labels_the_folders_are_safe_and_different() => Gen.String.Array[1, 20].Sample(
        names =>
        {
            var folders = LabelFolders.Of([.. names.Select((name, index) => Label(index + 1, name))]).Values.ToList();
            folders.Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(names.Length);
            folders.ShouldAllBe(folder =>
                folder.Length > 0 && folder == folder.Trim(' ', '.') && !folder.Any("/\\:*?\"<>|\0".Contains)
                && Encoding.UTF8.GetByteCount(folder) <= LabelFolders.MostBytes + 30);
        },
        seed: "0000KzqFHwI3",
        iter: 2000);

    private static Label Label(int id, string name) => new(new LabelId(id), name, null, 200);
}
