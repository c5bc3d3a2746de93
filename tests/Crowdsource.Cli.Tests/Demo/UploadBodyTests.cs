using System.Numerics;
using Crowdsource.Cli.Demo.Plan;
using Crowdsource.Cli.Demo.Samples;
using Crowdsource.Domain.Submissions;
using Crowdsource.Vision;
using Shouldly;
using Xunit;

namespace Crowdsource.Cli.Tests.Demo;

public sealed class UploadBodyTests
{
    private static readonly byte[] s_photo = PictureFile.Jpeg(SamplePhotos.Render("book", 1, seed: 1), 90);
    private readonly PhotoPipeline _pipeline = new();

    public static TheoryData<int> Sorts => [.. Enumerable.Range(0, HostileFiles.Kinds)];

    [Theory]
    [MemberData(nameof(Sorts))]
    public void A_hostile_file_costs_one_rejection(int sort) =>
        RejectionCode.IsKnown(_pipeline.Examine(HostileFiles.Create(sort, s_photo), []).ShouldBeOfType<ExaminationResult.Refused>().Code).ShouldBeTrue();

    [Fact]
    public void A_photo_with_another_comment_has_other_bytes_and_the_same_pixels()
    {
        var edited = UploadBody.WithComment(s_photo, "edited");
        edited.ShouldNotBe(s_photo);
        Examine(edited).PixelDigest.ShouldBe(Examine(s_photo).PixelDigest);
    }

    [Fact]
    public void A_photo_that_is_no_JPEG_keeps_its_pixels_too()
    {
        var png = PictureFile.Lossless(s_photo);
        Examine(UploadBody.WithComment(png, "edited")).PixelDigest.ShouldBe(Examine(png).PixelDigest);
    }

    [Fact]
    public void A_photo_saved_again_is_a_near_duplicate_with_other_pixels()
    {
        var (one, other) = (Examine(s_photo), Examine(PictureFile.SavedAgain(s_photo, 70)!));
        other.PixelDigest.ShouldNotBe(one.PixelDigest);
        BitOperations.PopCount((ulong)(one.PerceptualHash ^ other.PerceptualHash)).ShouldBeLessThanOrEqualTo(SubmissionRules.NearDuplicateDistance);
    }

    [Fact]
    public void A_file_that_cannot_be_decoded_cannot_be_saved_again() => PictureFile.SavedAgain([1, 2, 3], 70).ShouldBeNull();

    private ExaminationResult.Examined Examine(byte[] file) => _pipeline.Examine(file, []).ShouldBeOfType<ExaminationResult.Examined>();
}
