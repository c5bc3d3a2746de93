using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Newsletters;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Newsletters;

public sealed class HighlightRulesTests
{
    private static readonly Guid s_bowl = new("00000000-0000-0000-0000-0000000000aa");

    [Fact]
    public void Alike_photos_are_ranked_by_quality() =>
        Suggest([Photo(1, 0.5), Photo(2, 0.9), Photo(3, 0.7)], []).ShouldBe([2, 3, 1]);

    [Fact]
    public void A_good_photo_of_another_label_comes_before_a_slightly_better_one_of_the_same() =>
        Suggest([Photo(1, 0.9), Photo(2, 0.85), Photo(3, 0.7, label: 2)], []).ShouldBe([1, 3, 2]);

    [Fact]
    public void Fame_is_shared_among_contributors() =>
        Suggest([Photo(1, 0.9, contributor: 1), Photo(2, 0.9, contributor: 1), Photo(3, 0.5, contributor: 2)], []).ShouldBe([1, 3, 2]);

    [Fact]
    public void The_same_thing_is_shown_once_while_there_is_anything_else() =>
        Suggest([Photo(1, 1, cluster: s_bowl), Photo(2, 1, contributor: 2, cluster: s_bowl), Photo(3, 0.2, contributor: 3)], []).ShouldBe([1, 3, 2]);

    [Fact]
    public void What_is_picked_counts_already() =>
        Suggest([Photo(1, 0.9), Photo(2, 0.7, label: 2, contributor: 2)], [Photo(9, 0.1)]).ShouldBe([2, 1]);

    [Fact]
    public void No_more_are_suggested_than_wanted_and_each_once()
    {
        var photos = Enumerable.Range(1, 30).Select(id => Photo(id, id / 30.0, label: id % 4, contributor: id % 7)).ToList();
        var suggested = HighlightRules.Suggest(photos, [], 20);
        suggested.Count.ShouldBe(20);
        suggested.ShouldBeUnique();
        suggested[0].Quality.ShouldBe(1);
        HighlightRules.Suggest(Enumerable.Reverse(photos).ToList(), [], 20).ShouldBe(suggested);
        HighlightRules.Suggest(photos, [], 5).ShouldBe(suggested.Take(5));
    }

    private static List<int> Suggest(HighlightCandidate[] candidates, HighlightCandidate[] picked) =>
        [.. HighlightRules.Suggest(candidates, picked, 10).Select(photo => BitConverter.ToInt32(photo.Submission.Value.ToByteArray(bigEndian: true).Reverse().ToArray()))];

    private static HighlightCandidate Photo(int id, double quality, int label = 1, int contributor = 0, Guid? cluster = null) => new(
        new SubmissionId(Guid.Parse($"00000000-0000-0000-0000-{id:x12}")),
        new LabelId(label),
        new ContributorKey(Guid.Parse($"00000000-0000-0000-0000-{(contributor == 0 ? 1000 + id : contributor):x12}")),
        cluster,
        quality);
}
