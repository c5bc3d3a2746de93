using Crowdsource.Domain.Access;
using Crowdsource.Domain.Audit;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Locations;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Newsletters;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Releases;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;

namespace Crowdsource.Catalogue.Mapping;

public sealed partial class CatalogueModel
{
    /// <summary>Everything that this system stores.</summary>
    public static CatalogueModel Crowdsource { get; } = new CatalogueModel()
        .State<CampaignState, CampaignId>("campaigns", state => state.Id, table => table
            .Index(state => state.NextNightAt))
        .State<VolunteerState, VolunteerId>("volunteers", state => state.Id, table => table
            .Derived(nameof(VolunteerState.PseudonymKey), state => VolunteerState.PseudonymKey(state.Pseudonym))
            .Unique(nameof(VolunteerState.PseudonymKey))
            .Unique(state => state.Contributor))
        .State<TokenState, string>("tokens", state => state.Hash, table => table
            .Unique(state => state.Id)
            .Index(state => state.Volunteer))
        .State<SubmissionState, SubmissionId>("submissions", state => state.Id, table => table
            .Derived("PixelDigest", state => state.Findings?.PixelDigest)
            .Derived("PerceptualHash", state => state.Findings?.PerceptualHash)
            .Index("Campaign", "Status", Sequence)
            .Derived(nameof(PhotoFindings.Master), state => state.Findings?.Master)
            .Derived(nameof(PhotoFindings.Thumbnail), state => state.Findings?.Thumbnail)
            .Derived(nameof(PhotoFindings.Activations), state => state.Findings?.Activations)
            .Index(nameof(PhotoFindings.Master))
            .Index(nameof(PhotoFindings.Thumbnail))
            .Index(nameof(PhotoFindings.Activations))
            .Index("Campaign", "Status", "Label", Sequence)
            .Index("Campaign", "Status", "Quality", Sequence)
            .Index("Campaign", "Status", "Cluster", Sequence)
            .Index("Campaign", "Gold", Sequence)
            .Index("Campaign", "PixelDigest")
            .Index(state => new { state.Contributor, state.Label, state.CapturedAt })
            .Index(state => new { state.Volunteer, state.Campaign, state.ReceivedAt })
            .Index("Volunteer", Sequence)
            .Index(state => state.Upload))
        .State<LabelSplitsState, string>("label_splits", state => state.Id, table => table
            .Index(state => state.Campaign))
        .State<NightState, NightId>("nights", state => state.Id, table => table
            .Unique(state => new { state.Campaign, state.Number }))
        .State<ChannelState, ChannelId>("channels", state => state.Id, table => table
            .Index(state => state.Campaign))
        .State<NewsletterState, CampaignId>("newsletters", state => state.Id)
        .Ledger<ModelVersion>("models", table => table
            .Unique(model => new { model.Campaign, model.Version }))
        .Ledger<ReleaseEntry>("releases", table => table
            .Index("Campaign", "Channel", Sequence))
        .Ledger<ReceiptEntry>("receipts", table => table
            .Unique(entry => entry.Id)
            .Index(entry => new { entry.Campaign, entry.Channel, entry.Version }))
        .Ledger<ReviewEntry>("reviews", table => table
            .Index(entry => entry.Submission)
            .Unique(entry => new { entry.Batch, entry.Submission })
            .Index("Campaign", Sequence))
        .Ledger<AuditEntry>("audit", table => table
            .Index(entry => entry.Request)
            .Index("Actor", Sequence)
            .Index("Action", Sequence)
            .Index("Campaign", Sequence))
        .Ledger<VoteEntry>("votes", table => table
            .Unique(entry => new { entry.Submission, entry.Voter })
            .Index(entry => new { entry.Campaign, entry.Voter, entry.Agrees }))
        .Ledger<IssueEntry>("issues", table => table
            .Unique(entry => new { entry.Campaign, entry.Number }))
        .Ledger<HighlightEntry>("highlights", table => table
            .Unique(entry => entry.Submission)
            .Index(entry => new { entry.Campaign, entry.Issue }))
        .Ledger<SplitGroup>("split_groups", table => table
            .Unique(group => new { group.Campaign, group.Contributor, group.Label, group.From }))
        .Ledger<PhotoHash>("photo_hashes", table => table
            .Unique(hash => hash.Submission)
            .Unique(hash => new { hash.Campaign, hash.PixelDigest })
            .Index(hash => new { hash.Contributor, hash.Label, hash.CapturedAt })
            .Index(hash => new { hash.Campaign, hash.Band0 })
            .Index(hash => new { hash.Campaign, hash.Band1 })
            .Index(hash => new { hash.Campaign, hash.Band2 })
            .Index(hash => new { hash.Campaign, hash.Band3 })
            .Index(hash => new { hash.Campaign, hash.Band4 }))
        .Ledger<PhotoLocation>("photo_locations", table => table
            .Unique(location => location.Submission)
            .Index(location => new { location.Contributor, location.Campaign }))
        .Ledger<SuspectedLabel>("suspected_labels", table => table
            .Unique(suspected => new { suspected.Submission, suspected.Label })
            .Index("Campaign", "SettledAt", "Margin", Sequence))
        .Ledger<WithdrawnPhoto>("withdrawn_photos", table => table
            .Index("Campaign", Sequence))
        .Ledger<CondemnedBlob>("condemned_blobs", table => table
            .Unique(blob => new { blob.Kind, blob.Digest })
            .Index(blob => new { blob.Deleting, blob.Kind, blob.At }))
        .Ledger<DeletedBlob>("deleted_blobs", table => table
            .Index(blob => blob.Digest)
            .Index(blob => blob.At))
        .Ledger<FeatureFile>("feature_files", table => table
            .Unique(file => file.Digest))
        .Ledger<ConsentEntry>("consents", table => table
            .Index(entry => new { entry.Contributor, entry.Campaign }))
        .Ledger<PointsEntry>("points", table => table
            .Unique(entry => new { entry.Submission, entry.Reason })
            .Index(entry => new { entry.Campaign, entry.At })
            .Index(entry => entry.Contributor));
}
