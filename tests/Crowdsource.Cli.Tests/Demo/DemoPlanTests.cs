using Crowdsource.Cli.Demo.Plan;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Cli.Tests.Demo;

public sealed class DemoPlanTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<(PhotoFile[] Photos, int Volunteers, int Seed)> s_sets =
        from sizes in Gen.Int[10, 60].Array[2, 8]
        from volunteers in Gen.Int[1, 30]
        from seed in Gen.Int
        select (Set(sizes), volunteers, seed);

    [Fact]
    public void Every_photo_is_sent_exactly_once() => s_sets.Sample(set =>
    {
        var plan = DemoPlan.Create(set.Photos, set.Volunteers, set.Seed, s_now);
        plan.Uploads.Where(upload => upload.Kind == UploadKind.Photo).Select(upload => upload.Source!).Order(StringComparer.Ordinal)
            .ShouldBe(set.Photos.Select(photo => photo.Path).Order(StringComparer.Ordinal));
        plan.Uploads.Select(upload => upload.Id).ShouldBeUnique();
    }, iter: 100);

    [Fact]
    public void Each_label_has_about_half_of_its_photos_before_the_first_night() => s_sets.Sample(set =>
    {
        foreach (var label in DemoPlan.Create(set.Photos, set.Volunteers, set.Seed, s_now).Uploads
            .Where(upload => upload.Kind == UploadKind.Photo).GroupBy(upload => upload.Label))
        {
            var first = label.Count(upload => upload.Half == 1);
            (first * 2).ShouldBeInRange(label.Count(), label.Count() + (2 * DemoPlan.LargestSession));
            first.ShouldBeGreaterThanOrEqualTo(5);
            first.ShouldBeLessThan(label.Count());
        }
    }, iter: 100);

    [Fact]
    public void The_first_half_is_sent_before_the_second() => s_sets.Sample(set =>
        DemoPlan.Create(set.Photos, set.Volunteers, set.Seed, s_now).Uploads.Select(upload => upload.Half).ShouldBeInOrder(), iter: 100);

    [Fact]
    public void Sessions_of_one_volunteer_are_further_apart_than_a_session_lasts() => s_sets.Sample(set =>
    {
        foreach (var volunteer in DemoPlan.Create(set.Photos, set.Volunteers, set.Seed, s_now).Uploads
            .Where(upload => upload.Kind == UploadKind.Photo).GroupBy(upload => upload.Volunteer))
        {
            var times = volunteer.Select(upload => upload.CapturedAt).Order().ToList();
            times.Zip(times.Skip(1), (one, next) => next - one)
                .ShouldAllBe(gap => gap == TimeSpan.FromMinutes(1) || gap > TimeSpan.FromMinutes(20));
            times[^1].ShouldBeLessThan(s_now);
        }
    }, iter: 100);

    [Fact]
    public void The_same_photos_and_seed_give_the_same_plan() => s_sets.Sample(set =>
        DemoPlan.Create(set.Photos, set.Volunteers, set.Seed, s_now).Uploads
            .ShouldBe(DemoPlan.Create(set.Photos, set.Volunteers, set.Seed, s_now).Uploads), iter: 20);

    [Fact]
    public void Even_the_smallest_set_comes_with_one_of_every_nuisance()
    {
        var uploads = DemoPlan.Create(Set([10, 10]), volunteers: 1, seed: 1, s_now).Uploads;
        foreach (var kind in Enum.GetValues<UploadKind>())
        {
            uploads.ShouldContain(upload => upload.Kind == kind);
        }

        uploads.Count(upload => upload.Kind == UploadKind.Hostile).ShouldBe(HostileFiles.Kinds);
        uploads.ShouldContain(upload => upload.Delivery == Delivery.Twice);
        uploads.ShouldContain(upload => upload.Delivery == Delivery.CutOff);
    }

    [Fact]
    public void A_copy_names_the_photo_that_it_repeats()
    {
        var uploads = DemoPlan.Create(Set([40, 40]), volunteers: 3, seed: 1, s_now).Uploads;
        foreach (var copy in uploads.Where(upload => upload.Original is not null))
        {
            var original = uploads.Single(upload => upload.Id == copy.Original);
            original.Source.ShouldBe(copy.Source);
            original.Half.ShouldBeLessThanOrEqualTo(copy.Half);
        }
    }

    private static PhotoFile[] Set(int[] sizes) =>
    [
        .. from label in Enumerable.Range(0, sizes.Length)
           from number in Enumerable.Range(0, sizes[label])
           select new PhotoFile($"label {label}", $"/photos/label {label}/{number:000}.jpg", 1000),
    ];
}
