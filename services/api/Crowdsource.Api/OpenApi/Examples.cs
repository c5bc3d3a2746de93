using System.Text.Json.Nodes;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Releases;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Access;
using Crowdsource.Protocol.Audit;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Leaderboards;
using Crowdsource.Protocol.Missions;
using Crowdsource.Protocol.Models;
using Crowdsource.Protocol.Newsletters;
using Crowdsource.Protocol.Nights;
using Crowdsource.Protocol.Operations;
using Crowdsource.Protocol.Releases;
using Crowdsource.Protocol.Reviews;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Protocol.Uploads;
using Crowdsource.Protocol.Volunteers;

namespace Crowdsource.Api.OpenApi;

/// <summary>One story for the whole description: a campaign that learns fruit.</summary>
internal static class Examples
{
    private static readonly DateTimeOffset s_day = new(2026, 11, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly Guid s_submission = new("019a3f00-0000-7000-8000-000000000001");
    private static readonly Guid s_other = new("019a3f00-0000-7000-8000-000000000002");
    private static readonly Guid s_volunteer = new("019a3f00-0000-7000-8000-00000000000a");
    private static readonly Guid s_device = new("019a3f00-0000-7000-8000-00000000000d");
    private static readonly string s_digest = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));

    private static readonly ModelArtifactResponse[] s_artifacts =
    [
        new(ArtifactId.OnnxFp32, 224, 8_900_000, 300_775_272, 0.95, null, null, [new ModelFile("model.onnx", s_digest, 8_900_000)]),
        new(
            ArtifactId.OnnxInt8At128, 128, 2_500_000, 98_212_832, 0.8, new ParityResponse(2_000, 0.964, 0.013, 0.021),
            new WithheldResponse("parity", "Agrees with 32-bit weights on 0.964 of 2,000 photos and variants; 0.970 is needed."), []),
    ];
    private static readonly ScheduleDocument s_schedule = new("02:30", "Europe/Berlin");

    private static readonly Dictionary<string, (string Description, JsonNode Example)> s_parameters = new(StringComparer.Ordinal)
    {
        ["campaign"] = ("The campaign's id.", "fruit"),
        ["submission"] = ("The photo's id, made by the client (UUIDv7).", s_submission.ToString()),
        ["variant"] = ("Which variant, 0 to 63.", 1),
        ["night"] = ("The night's number.", 1),
        ["artifact"] = ("candidate or without-augmentation.", NightArtifacts.Candidate),
        ["version"] = ("The model version.", 1),
        ["engine"] = ("What runs it: onnx, tflite or coreml.", "onnx"),
        ["precision"] = ("Its precision and, where it is not 224, its input size.", "int8@160"),
        ["path"] = ("The file's path in the bundle.", "model.onnx"),
        ["channel"] = ("The channel's name.", "stable"),
        ["issue"] = ("The issue's number.", 1),
        ["token"] = ("The token's id, not its text.", s_other.ToString()),
        ["work"] = ("The dead letter's id.", 17),
        ["labelId"] = ("The label's id.", 3),
        ["label"] = ("A label's name.", "Apple"),
        ["batch"] = ("The undo of a bulk answer.", s_other.ToString()),
        ["volunteer"] = ("A contributor key or a pseudonym.", "Curious Otter"),
        ["minQuality"] = ("The least quality, 0 to 1.", 0.4),
        ["maxQuality"] = ("The highest quality, 0 to 1.", 1.0),
        ["cluster"] = ("Photos of the same thing.", s_submission.ToString()),
        ["olderThan"] = ("Received before this time.", "2026-11-02T00:00:00Z"),
        ["newerThan"] = ("Received after this time.", "2026-11-01T00:00:00Z"),
        ["appealed"] = ("true: photos whose volunteer appealed a rejection; false: only others.", true),
        ["suspected"] = ("true: accepted photos whose label the last night doubts, the most suspicious first, instead of those that wait; without sort.", false),
        ["sort"] = ("age (the oldest first), quality (the best first) or cluster; age when absent.", "quality"),
        ["capturedAt"] = ("When the photo was taken: ISO 8601 with offset; now when absent.", "2026-11-01T10:00:00Z"),
        ["Upload-Length"] = ("Bytes of the whole photo.", 2_400_000),
        ["Upload-Metadata"] = (
            "Pairs of a key and a value in base64, separated by commas: submission (the photo's id), label and, if known, capturedAt.",
            "submission MDE5YTNmMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAx,label QXBwbGU="),
        ["Upload-Offset"] = ("How many bytes came before this piece.", 1_048_576),
        ["Upload-Checksum"] = ("sha1 or sha256, a space, and the digest of this piece in base64.", "sha1 2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
        ["period"] = ("all or week; all when absent.", "week"),
        ["If-Match"] = ("The ETag of what the caller read.", "\"3\""),
        ["If-None-Match"] = ("The ETag of what the caller has: 304 when it is still that.", "\"3\""),
        ["actor"] = ("A token's id.", s_other.ToString()),
        ["action"] = ("An operation's name.", "ReviewSubmission"),
        ["inCampaign"] = ("A campaign's id.", "fruit"),
        ["from"] = ("Not before this time: ISO 8601 with offset.", "2026-11-01T00:00:00Z"),
        ["until"] = ("Before this time: ISO 8601 with offset.", "2026-11-02T00:00:00Z"),
        ["after"] = ("The next of the page before; absent for the first page.", "NDI"),
        ["limit"] = ("How many items at most, 1 to 200; 50 when absent.", 50),
    };

    private static readonly Dictionary<Type, object> s_documents = All().ToDictionary(example => example.GetType());

    public static (string Description, JsonNode Example)? OfParameter(string name) =>
        s_parameters.TryGetValue(name, out var known) ? (known.Description, known.Example.DeepClone()) : null;

    /// <summary>Null when there is none.</summary>
    public static object? Of(Type type) => s_documents.GetValueOrDefault(type);

    private static IEnumerable<object> All() =>
    [
        .. CampaignsAndVolunteers(),
        .. PhotosAndReviews(),
        .. NightsAndModels(),
        new CollectUploadRequest(s_digest),
        new UploadAddressResponse(new Uri("https://s3.example.org/crowdsource/partial-uploads/…?X-Amz-Signature=…"), s_day),
        new IssueTokenRequest(TokenScope.Curator, "Ada"),
        new IssuedToken(s_other, TokenScope.Curator, "Ada", "cs_curator_0000000000000000000000000000000000000000000", null),
        Page(new TokenResponse(s_other, TokenScope.Curator, "Ada", s_day, null, null)),
        Page(new AuditResponse(
            s_other, "Ada", "ReviewSubmission", $"submission/{s_submission}", "fruit", "done", s_day, "4bf92f3577b34da6a3ce929d0e0e4736")),
        new IntegrityResponse(
            100, 300, [new IntegrityProblem("damaged-blob", $"submission {s_submission}", "The bytes of the blob … are not those that were stored.")], Next: 100),
        new WorkResponse(
            [new WorkKindResponse("process-photo", Open: 3, Held: 1, Waiting: 0, Dead: 1, Done: 2640)],
            [new DeadLetterResponse(17, "process-photo", s_submission.ToString(), 5, "The child ran out of memory.", s_day)]),
    ];

    private static IEnumerable<object> CampaignsAndVolunteers()
    {
        yield return new CreateCampaignRequest(
            "fruit",
            "Fruit",
            [new NewLabelRequest("Apple", "One whole apple, from any side.", 200), new NewLabelRequest("Pear"), new NewLabelRequest("Something else", NoneOfThese: true)],
            "My photos may be used to train and publish a fruit classifier.",
            "CC-BY-4.0",
            s_schedule,
            AsksLocation: true);
        yield return new CopyCampaignRequest("fruit-trial", "Fruit, trial");
        yield return new CampaignResponse(
            "fruit",
            "Fruit",
            [
                new LabelResponse(1, "Apple", "One whole apple, from any side.", 200, NoneOfThese: false),
                new LabelResponse(2, "Pear", null, 200, NoneOfThese: false),
                new LabelResponse(4, "Something else", null, 200, NoneOfThese: true),
            ],
            new ConsentTextResponse(1, "My photos may be used to train and publish a fruit classifier.", "CC-BY-4.0"),
            s_schedule,
            s_day.AddHours(15.5),
            s_day,
            LastNight: 1,
            CopyOf: null,
            CampaignStatus.Open,
            AsksLocation: true,
            [new FormerLabelResponse(3, "Red apple", 1)],
            TrainingStrategy.Auto);
        yield return new EditCampaignRequest(
            "Fruit",
            [new EditLabelRequest("Apple", 1, "One whole apple, from any side.", 300), new EditLabelRequest("Pear", 2), new EditLabelRequest("Plum")],
            "My photos may be used to train and publish a fruit classifier.",
            "CC-BY-4.0",
            s_schedule,
            AsksLocation: true);
        yield return new MergeLabelRequest(1);
        yield return Page(new CampaignSummary("fruit", "Fruit", 2, s_day, null, CampaignStatus.Open));
        yield return new RegisterVolunteerRequest("Curious Otter", true);
        yield return new RegisteredVolunteer(s_volunteer, "cs_volunteer_0000000000000000000000000000000000000000000", "Curious Otter", true);
        yield return new UpdateVolunteerRequest(false, "Europe/Berlin", 20);
        yield return new ProgressResponse(4, 12, 20, 7, "Europe/Berlin");
        yield return new VolunteerResponse(s_volunteer, "Curious Otter", true, s_day, 38, [new ConsentResponse("fruit", 1, true, true, s_day)],
            [new StandingResponse("fruit", 61, 2, 0.94, TrustLevel.Trusted, 17, 10_000, s_day.AddHours(14))],
            new HomeZoneDocument(52.5, 13.4, 500));
        yield return new HomeZoneDocument(52.5, 13.4, 500);
        yield return new ConsentRequest(1, true, true);
        yield return new ConsentResponse("fruit", 1, true, true, s_day);
        yield return new LeaderboardResponse(LeaderboardPeriod.Week, [new LeaderboardEntry(1, "Curious Otter", 38)]);
        yield return new HighlightSuggestionsResponse(
            [new HighlightSuggestion(s_submission, "Apple", 0.93, $"/api/v1/campaigns/fruit/submissions/{s_submission}/thumbnail")]);
        yield return new PublishIssueRequest("The first hundred apples");
        yield return new IssueResponse(1, "The first hundred apples", s_day, 12);
        yield return Page(new IssueResponse(1, "The first hundred apples", s_day, 12));
    }

    private static IEnumerable<object> PhotosAndReviews()
    {
        var accepted = new SubmissionResponse(s_submission, "fruit", "Apple", "Apple", SubmissionStatus.Accepted, null, 19, s_day, s_day, s_day);
        yield return accepted;
        yield return new Page<SubmissionResponse>(
            [
                accepted,
                accepted with
                {
                    Id = s_other,
                    Status = SubmissionStatus.Rejected,
                    Reason = new SubmissionReason(RejectionCode.TooBlurry, RejectionCode.Advice(RejectionCode.TooBlurry)),
                    Points = 0,
                },
            ],
            "NDI");
        yield return Page(new WithdrawnPhotoResponse(s_digest, s_day));
        yield return new AppealRequest("The apple is behind the leaf.");
        yield return Page(new LearnedModelResponse(1, 1, s_day, Split.Train, 120));
        yield return Page(new ReviewItem(
            s_submission, "Apple", s_volunteer, s_day, s_day, 2048, 1536, 412.5, 121, 0.925, s_submission, 2, $"/api/v1/campaigns/fruit/submissions/{s_submission}/thumbnail",
            Suspicion: new SuspicionResponse("Pear", 0.93, 0.02, 4)));
        yield return new ReviewRequest(ReviewVerdict.Reject, RejectionCode.NoObject);
        yield return new ReviewedResponse(s_submission, SubmissionStatus.Rejected, "Apple", s_day);
        yield return new BulkReviewRequest(
            [new BulkReviewItem(s_submission, ReviewVerdict.Accept), new BulkReviewItem(s_other, ReviewVerdict.Accept, Label: "Pear")],
            [s_device]);
        yield return new BulkReviewResponse(
            [new BulkReviewAnswer(s_submission, SubmissionStatus.Accepted, null), new BulkReviewAnswer(s_other, SubmissionStatus.Accepted, null)],
            s_other);
        yield return new AnchorRequest([s_submission, s_other]);
        yield return new AnchorResponse([s_submission], [s_other]);
        yield return new AnchorCount(120, 2);
        yield return new ConsensusDocument(2.5);
        yield return new GoldResponse([s_submission], [s_other]);
        yield return new VoteItem(s_submission, "Apple", $"/api/v1/campaigns/fruit/reviews/next/{s_submission}/thumbnail");
        yield return new MissionsResponse(
            1,
            [
                new MissionResponse("Pear", null, 62, 200, 0.71, 14, MissionReason.FewPhotos, 0.69, Confusion: null),
                new MissionResponse(
                    "Pear", null, 62, 200, 0.71, 14, MissionReason.Confused, 0.036, new ConfusionResponse("Apple", "One whole apple, from any side.", 4, 44)),
            ]);
    }

    private static IEnumerable<object> NightsAndModels()
    {
        var report = new NightReportResponse(
            "linear-head", s_digest, Train: 300, Validation: 40, Test: 60, Anchor: 0, Top1: 0.95, new IntervalDocument(0.863, 0.983),
            Top1Rotated: 0.94, Top1Blurred: 0.91, MacroRecall: 0.95, NegativeFlips: null, AnchorTop1: null,
            [new LabelRecallResponse("Apple", 30, 0.97), new LabelRecallResponse("Pear", 30, 0.93)],
            [], ["No anchor set is locked."], [NightArtifacts.Candidate, NightArtifacts.WithoutAugmentation],
            [
                new RobustnessResponse("upright", 60, 0.95, 0.95, RecipeHarms: false), new RobustnessResponse("rotated", 120, 0.94, 0.92, RecipeHarms: false),
                new RobustnessResponse("blurred", 120, 0.91, 0.76, RecipeHarms: false), new RobustnessResponse("off-centre", 60, 0.93, 0.91, RecipeHarms: false),
            ],
            new ShownAnswersResponse(0.41, 0.95, 60, 58, 56, 20, 9),
            [
                new StrategyTrialResponse("linear-head", 40, 0.84, new IntervalDocument(0.70, 0.92), 6.5, 220_332, Chosen: false),
                new StrategyTrialResponse("tail-tuning", 40, 0.91, new IntervalDocument(0.78, 0.97), 200, 8_500_000, Chosen: true),
            ],
            new HeadChoiceResponse(
                0.0003, 0, 0.5, s_digest,
                [
                    new HeadTrialResponse("weight-decay", 0.001, 0.94, 0.412, 0, 0, Chosen: false),
                    new HeadTrialResponse("weight-decay", 0.0003, 0.945, 0.398, 0.014, 0.004, Chosen: true),
                ]));
        var night = new NightResponse(1, NightPhase.Promoted, true, 1, [], 1, 1, null, s_day, s_day, s_day.AddMinutes(1), report, RemainingSeconds: null);
        var model = new ModelResponse(1, 1, s_day, s_artifacts, new GenerationResponse(0, null, null), report);
        yield return new ModelCard(
            "fruit", "Fruit", 1, 1, s_day,
            ["It was measured on photos of its own contributors: optimistic, photos from elsewhere do worse."],
            report,
            new CardTraining("linear-head", 1, 0, null, null, "MobileNetV2 1.0 at 224, trained on ImageNet. Licensed under the Apache License 2.0.", s_day, s_day.AddMinutes(1)),
            new CardData(s_digest, 400, 24, "contributor", 24, [new CardConsent(1, "CC-BY-4.0", 400)]),
            [
                new CardLabel("Apple", 150, 20, 30, 0, 29, new IntervalDocument(0.833, 0.994), 2, 1, NoneOfThese: false),
                new CardLabel("Pear", 150, 20, 30, 0, 28, new IntervalDocument(0.787, 0.982), 0, 0, NoneOfThese: false),
            ],
            [[29, 1], [2, 28]],
            new CardCalibration(0.031, 0.42, [new CardBin(0.9, 1, 52, 0.97, 51)]),
            new CardChanges(1, 60, 2, 1, [new CardExample("Apple", "Pear", "Apple", "CC-BY-4.0", s_submission)]),
            s_artifacts,
            [new CardNight(1, 1, s_day.AddMinutes(1), 400, 0.95, new IntervalDocument(0.863, 0.983), 60)]);
        yield return new StartNightRequest(1);
        yield return night;
        yield return Page(night);
        yield return model;
        yield return Page(model);
        yield return new PredictionResponse(1, [new LabelProbability("Apple", 0.93), new LabelProbability("Pear", 0.07)]);
        yield return new ReleaseRequest(2, 0.1);
        yield return new ChannelResponse(
            "fruit", "stable", new OfferedRelease(1, s_day), new OfferedTrial(2, 0.1, s_day.AddDays(1)), [],
            [new ReleaseEvent(2, "tried", "owner", s_day.AddDays(1), 0.1), new ReleaseEvent(1, "released", "night 1", s_day)]);
        yield return new ReceiptRequest(s_other, "stable", s_device, 1, ReceiptKind.Activated);
        yield return new ReceiptResponse(s_other, s_day);
    }

    private static Page<T> Page<T>(T item) => new([item], null);
}
