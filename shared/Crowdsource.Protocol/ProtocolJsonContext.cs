using System.Text.Json.Serialization;
using Crowdsource.Protocol.Access;
using Crowdsource.Protocol.Audit;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Datasets;
using Crowdsource.Protocol.Leaderboards;
using Crowdsource.Protocol.Missions;
using Crowdsource.Protocol.Models;
using Crowdsource.Protocol.Newsletters;
using Crowdsource.Protocol.Nights;
using Crowdsource.Protocol.Operations;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Releases;
using Crowdsource.Protocol.Reviews;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Protocol.Updates;
using Crowdsource.Protocol.Uploads;
using Crowdsource.Protocol.Volunteers;

namespace Crowdsource.Protocol;

/// <summary>Source-generated JSON of every document; use it through <see cref="ProtocolJson"/>, which adds how enums are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CreateCampaignRequest))]
[JsonSerializable(typeof(MergeLabelRequest))]
[JsonSerializable(typeof(CopyCampaignRequest))]
[JsonSerializable(typeof(EditCampaignRequest))]
[JsonSerializable(typeof(CampaignResponse))]
[JsonSerializable(typeof(Page<CampaignSummary>))]
[JsonSerializable(typeof(RegisterVolunteerRequest))]
[JsonSerializable(typeof(RegisteredVolunteer))]
[JsonSerializable(typeof(UpdateVolunteerRequest))]
[JsonSerializable(typeof(VolunteerResponse))]
[JsonSerializable(typeof(HomeZoneDocument))]
[JsonSerializable(typeof(ConsentRequest))]
[JsonSerializable(typeof(ConsentResponse))]
[JsonSerializable(typeof(SubmissionResponse))]
[JsonSerializable(typeof(Page<SubmissionResponse>))]
[JsonSerializable(typeof(ProgressResponse))]
[JsonSerializable(typeof(VolunteerExport))]
[JsonSerializable(typeof(AppealRequest))]
[JsonSerializable(typeof(Page<LearnedModelResponse>))]
[JsonSerializable(typeof(Page<WithdrawnPhotoResponse>))]
[JsonSerializable(typeof(ReviewRequest))]
[JsonSerializable(typeof(BulkReviewRequest))]
[JsonSerializable(typeof(BulkReviewResponse))]
[JsonSerializable(typeof(ReviewedResponse))]
[JsonSerializable(typeof(Page<ReviewItem>))]
[JsonSerializable(typeof(AnchorRequest))]
[JsonSerializable(typeof(AnchorResponse))]
[JsonSerializable(typeof(AnchorCount))]
[JsonSerializable(typeof(ConsensusDocument))]
[JsonSerializable(typeof(GoldResponse))]
[JsonSerializable(typeof(VoteItem))]
[JsonSerializable(typeof(MissionsResponse))]
[JsonSerializable(typeof(HighlightSuggestionsResponse))]
[JsonSerializable(typeof(PublishIssueRequest))]
[JsonSerializable(typeof(IssueResponse))]
[JsonSerializable(typeof(Page<IssueResponse>))]
[JsonSerializable(typeof(LeaderboardResponse))]
[JsonSerializable(typeof(ModelCard))]
[JsonSerializable(typeof(StartNightRequest))]
[JsonSerializable(typeof(NightResponse))]
[JsonSerializable(typeof(Page<NightResponse>))]
[JsonSerializable(typeof(ModelResponse))]
[JsonSerializable(typeof(Page<ModelResponse>))]
[JsonSerializable(typeof(PredictionResponse))]
[JsonSerializable(typeof(ReleaseRequest))]
[JsonSerializable(typeof(ChannelResponse))]
[JsonSerializable(typeof(ReceiptRequest))]
[JsonSerializable(typeof(ReceiptResponse))]
[JsonSerializable(typeof(IssueTokenRequest))]
[JsonSerializable(typeof(IssuedToken))]
[JsonSerializable(typeof(Page<TokenResponse>))]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(CollectUploadRequest))]
[JsonSerializable(typeof(UploadAddressResponse))]
[JsonSerializable(typeof(Page<AuditResponse>))]
[JsonSerializable(typeof(DatasetPhoto))]
[JsonSerializable(typeof(IntegrityResponse))]
[JsonSerializable(typeof(WorkResponse))]
[JsonSerializable(typeof(ChannelDocument))]
[JsonSerializable(typeof(ProblemDocument))]
public sealed partial class ProtocolJsonContext : JsonSerializerContext;
