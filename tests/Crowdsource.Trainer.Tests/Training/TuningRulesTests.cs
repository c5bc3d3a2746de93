using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Submissions;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Trainer.Training;

namespace Crowdsource.Trainer.Tests.Training;

public sealed class TuningRulesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, 0, true)]
    [InlineData(1, 667, false)]
    [InlineData(29, 667, false)]
    [InlineData(30, 667, true)]
    [InlineData(1, 666, true)]
    public void What_was_tried_in_vain_is_tried_again_a_month_later_or_with_half_as_many_photos_more(int? daysAgo, int photosThen, bool tries)
    {
        var last = daysAgo is { } days ? new TuningTry(s_now.AddDays(-days), photosThen) : (TuningTry?)null;

        TuningRules.Tries(TrainingStrategy.TailTuning, Tonight(photos: 1000, last), new TrainerOptions(), s_now).ShouldBe(tries ? null : false);
    }

    [Fact]
    public void What_the_campaign_asks_for_is_tried_every_night()
    {
        var tonight = Tonight(photos: 1000, new TuningTry(s_now.AddDays(-1), 1000)) with { Current = Generation(s_now.AddDays(-1)) };

        TuningRules.Tries(TrainingStrategy.TailTuning, tonight, new TrainerOptions { Strategy = TrainingStrategy.TailTuning }, s_now).ShouldBe(true);
        TuningRules.Tries(TrainingStrategy.TailTuning, tonight, new TrainerOptions { Strategy = TrainingStrategy.LinearHead }, s_now).ShouldBe(false);
    }

    [Theory]
    [InlineData(29, false)]
    [InlineData(30, true)]
    public void A_generation_stays_for_a_month_however_many_photos_come(int days, bool tries)
    {
        var tonight = Tonight(photos: 1000, new TuningTry(s_now.AddDays(-days), 100)) with { Current = Generation(s_now.AddDays(-days)) };

        TuningRules.Tries(TrainingStrategy.TailTuning, tonight, new TrainerOptions(), s_now).ShouldBe(tries ? null : false);
    }

    private static TuningOccasion Tonight(int photos, TuningTry? last) => new(
        new CampaignState
        {
            Id = new CampaignId("fruit"),
            Name = "Fruit",
            Labels = [],
            Consent = new ConsentText(1, "I agree.", "CC-BY-4.0"),
            CreatedAt = s_now,
        },
        new Snapshot("fruit", "session", [], [], [.. Enumerable.Range(0, photos + 1).Select(photo =>
            new SnapshotPhoto($"{photo}", 1, 1, Guid.Empty, "group", photo == 0 ? Split.Validation : Split.Train, null, null))]),
        Generation(adoptedAt: null),
        last);

    private static Generation Generation(DateTimeOffset? adoptedAt) => new(0, "trunk", null, adoptedAt, null, null);
}
