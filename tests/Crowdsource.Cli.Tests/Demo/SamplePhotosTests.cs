using System.Numerics;
using Crowdsource.Cli.Demo.Samples;
using Crowdsource.Vision;
using Shouldly;
using Xunit;

namespace Crowdsource.Cli.Tests.Demo;

public sealed class SamplePhotosTests
{
    /// <summary>Two photos this close count as near duplicates on the server.</summary>
    private const int NearDuplicate = Domain.Submissions.SubmissionRules.NearDuplicateDistance;

    [Fact]
    public void A_sample_depends_on_label_number_and_seed_alone()
    {
        SamplePhotos.Render("mug", 3, seed: 7).Pixels.ShouldBe(SamplePhotos.Render("mug", 3, seed: 7).Pixels);
        SamplePhotos.Render("mug", 3, seed: 7).Pixels.ShouldNotBe(SamplePhotos.Render("mug", 3, seed: 8).Pixels);
        SamplePhotos.Render("mug", 3, seed: 7).Pixels.ShouldNotBe(SamplePhotos.Render("mug", 4, seed: 7).Pixels);
    }

    [Fact]
    public void Every_sample_is_a_usable_photo_and_none_is_a_near_duplicate_of_another()
    {
        var pipeline = new PhotoPipeline();
        var photos = SamplePhotos.Labels.SelectMany(label => Enumerable.Range(1, 12).Select(number => SamplePhotos.Render(label, number, seed: 1)))
            .Concat(Enumerable.Range(0, 8).Select(number => SamplePhotos.RenderEmpty(number, seed: 1)));
        var hashes = photos
            .Select(photo => pipeline.Examine(PictureFile.Jpeg(photo, 85), []).ShouldBeOfType<ExaminationResult.Examined>().PerceptualHash)
            .ToList();
        for (var i = 0; i < hashes.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                BitOperations.PopCount((ulong)(hashes[i] ^ hashes[j])).ShouldBeGreaterThan(NearDuplicate);
            }
        }
    }
}
