using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;

namespace Crowdsource.Domain.Tests;

/// <summary>A campaign of apples and pears, a volunteer who agreed to it, and a photo.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly LabelId Apple = new(1);
    public static readonly LabelId Pear = new(2);

    public static CampaignState Campaign { get; } = new()
    {
        Id = new CampaignId("fruit"),
        Name = "Fruit",
        Labels = [new Label(Apple, "Apple", null, 200), new Label(Pear, "Pear", null, 200)],
        Consent = new ConsentText(1, "You may use them.", "CC-BY-4.0"),
        CreatedAt = Noon,
    };

    public static VolunteerState Volunteer { get; } = new()
    {
        Id = new VolunteerId(Numbered(1)),
        Contributor = new ContributorKey(Numbered(2)),
        Pseudonym = "Quiet Otter",
        RegisteredAt = Noon,
        Consents = [new GivenConsent(Campaign.Id, 1, Newsletter: true, Noon)],
    };

    public static SubmitPhoto Photo { get; } =
        new(new SubmissionId(Numbered(3)), Campaign.Id, Volunteer.Id, "Apple", Noon, Digest("photo"), 1000, SweepMark: 0);

    public static PhotoFindings Findings { get; } =
        new(Digest("master"), Digest("thumbnail"), null, null, 640, 480, Digest("pixels"), 42, 100, 120);

    public static SubmissionState Received { get; } =
        ((SubmitOutcome.Received)SubmissionRules.Submit(null, Photo, Campaign, Volunteer, Noon)).Submission;

    public static SubmissionState InReview { get; } = SubmissionRules.Processed(Received, Findings, null)!;

    public static PhotoPlace Repeats(SubmissionId original) => new(original.Value, original, null);

    public static BlobDigest Digest(string content) => BlobDigest.Of(System.Text.Encoding.UTF8.GetBytes(content));

    public static Guid Numbered(int number) => new(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);
}
