namespace Crowdsource.Protocol.Problems;

/// <summary>Every problem that the API answers with. Types are part of the API and never change their meaning.</summary>
public static class ProblemTypes
{
    public static readonly ProblemType InvalidRequest = new("/problems/invalid-request", "The request is not valid.", 400);
    public static readonly ProblemType MalformedBody = new("/problems/malformed-body", "The body cannot be read.", 400);
    public static readonly ProblemType EmptyBody = new("/problems/empty-body", "The body is empty.", 400);
    public static readonly ProblemType Unauthenticated = new("/problems/unauthenticated", "A valid token is needed.", 401);
    public static readonly ProblemType TokenExpired = new("/problems/token-expired", "The token's time is over: ask for a new one.", 401);
    public static readonly ProblemType Forbidden = new("/problems/forbidden", "This token may not do that.", 403);
    public static readonly ProblemType ConsentNeeded =
        new("/problems/consent-needed", "Agree to the campaign's current consent text first.", 403);
    public static readonly ProblemType NotFound = new("/problems/not-found", "There is no such thing here.", 404);
    public static readonly ProblemType MethodNotAllowed = new("/problems/method-not-allowed", "This address does not know that method.", 405);
    public static readonly ProblemType RequestTimeout = new("/problems/request-timeout", "The body arrived too slowly.", 408);
    public static readonly ProblemType CampaignExists = new("/problems/campaign-exists", "The campaign's id is taken.", 409);
    public static readonly ProblemType CampaignPaused = new("/problems/campaign-paused", "The campaign takes no photos for a while.", 409);
    public static readonly ProblemType CampaignClosed = new("/problems/campaign-closed", "The campaign is over: it takes no more photos.", 409);
    public static readonly ProblemType LabelMissing =
        new("/problems/label-missing", "Labels are renamed, never removed: give every label with its id.", 409);
    public static readonly ProblemType LabelNotInUse =
        new("/problems/label-not-in-use", "The label, or the one it is to be merged into, is merged or retired; or they are the same.", 409);
    public static readonly ProblemType LabelNameTaken =
        new("/problems/label-name-taken", "Another label in use has that name: rename it first.", 409);
    public static readonly ProblemType NoneOfTheseTaken =
        new("/problems/none-of-these-taken", "Another label in use stands for none of these: unmark it first.", 409);
    public static readonly ProblemType LabelRetired = new("/problems/label-retired", "The label is retired: it takes no more photos.", 409);
    public static readonly ProblemType TooFewLabels = new("/problems/too-few-labels", "A campaign keeps two labels at least.", 409);
    public static readonly ProblemType NightEnded = new("/problems/night-ended", "The night has its verdict already.", 409);
    public static readonly ProblemType PseudonymTaken = new("/problems/pseudonym-taken", "The pseudonym is taken.", 409);
    public static readonly ProblemType OtherConsentVersion =
        new("/problems/other-consent-version", "The consent text has another version by now: read it again.", 409);
    public static readonly ProblemType OtherPhoto = new("/problems/other-photo", "Another photo stands under this id.", 409);
    public static readonly ProblemType NotReviewable = new("/problems/not-reviewable", "This photo is not up for review.", 409);
    public static readonly ProblemType ChangedSince =
        new("/problems/changed-since", "Something else happened to the photo since.", 409);
    public static readonly ProblemType AlreadyVoted = new("/problems/already-voted", "One person has one vote on a photo.", 409);
    public static readonly ProblemType TrustNeeded =
        new("/problems/trust-needed", "Only trusted volunteers vote, and only where the campaign asks for it.", 403);
    public static readonly ProblemType LockedAsAnchor =
        new("/problems/locked-as-anchor", "The photo is locked in the anchor set.", 409);
    public static readonly ProblemType NotAppealable =
        new("/problems/not-appealable", "This photo was not rejected by a person, or was appealed for before.", 409);
    public static readonly ProblemType NotAccepted = new("/problems/not-accepted", "The photo is not accepted.", 409);
    public static readonly ProblemType NoConsent =
        new("/problems/no-consent", "Its volunteer did not agree to appear in the newsletter.", 409);
    public static readonly ProblemType NoDirectUploads =
        new("/problems/no-direct-uploads", "This server takes photos itself: send it the bytes.", 409);
    public static readonly ProblemType NotInStore =
        new("/problems/not-in-store", "The upload's bytes are not in the store: put all of them there, by one PUT.", 409);
    public static readonly ProblemType NotLicensed = new("/problems/not-licensed", "Its licence does not let everybody show the photo.", 409);
    public static readonly ProblemType AlreadyPublished = new("/problems/already-published", "The photo appeared in an issue already.", 409);
    public static readonly ProblemType NewsletterFull = new("/problems/newsletter-full", "The next issue is full.", 409);
    public static readonly ProblemType NothingToPublish = new("/problems/nothing-to-publish", "No photo is picked that may be shown.", 409);
    public static readonly ProblemType AlreadyReleased =
        new("/problems/already-released", "All devices are offered this version already: withdraw it before you try it on a share of them.", 409);
    public static readonly ProblemType NotReleased = new("/problems/not-released", "The channel does not offer this version.", 409);
    public static readonly ProblemType ReceiptConflict =
        new("/problems/receipt-conflict", "Another receipt stands under this id.", 409);
    public static readonly ProblemType Outdated =
        new("/problems/outdated", "It was changed since you read it: read it again.", 412);
    public static readonly ProblemType LastOwner =
        new("/problems/last-owner", "Without this token nobody would own the server: issue another first.", 409);
    public static readonly ProblemType TokenEnded = new("/problems/token-ended", "The token is revoked or expired.", 409);
    public static readonly ProblemType OtherOffset =
        new("/problems/other-offset", "Another number of bytes has arrived so far: ask for it and go on there.", 409);
    public static readonly ProblemType OtherTusVersion = new("/problems/other-tus-version", "Only tus 1.0.0 is spoken here.", 412);
    public static readonly ProblemType BodyTooLarge = new("/problems/body-too-large", "The body is too large.", 413);
    public static readonly ProblemType UnsupportedMediaType =
        new("/problems/unsupported-media-type", "The body has a media type that is not read here.", 415);
    public static readonly ProblemType UnknownLabel = new("/problems/unknown-label", "The campaign has no such label.", 422);
    public static readonly ProblemType UnreadablePhoto = new("/problems/unreadable-photo", "The photo cannot be read.", 422);
    public static readonly ProblemType OtherBytes =
        new("/problems/other-bytes", "Other bytes were in the store than you say. They are deleted: put the right ones there.", 422);
    public static readonly ProblemType PreconditionNeeded =
        new("/problems/precondition-needed", "Say with If-Match which version you changed: the ETag that you read.", 428);
    public static readonly ProblemType UploadInUse =
        new("/problems/upload-in-use", "Another request is writing to this upload: try again.", 423);
    public static readonly ProblemType TooManyUploads =
        new("/problems/too-many-uploads", "Too many uploads are not finished: go on with them or end them.", 429);

    /// <summary>The status is tus's own.</summary>
    public static readonly ProblemType OtherChecksum =
        new("/problems/other-checksum", "The piece does not match its checksum: send it again.", 460);
    public static readonly ProblemType RateLimited = new("/problems/rate-limited", "Too many requests: wait a moment.", 429);
    public static readonly ProblemType QuotaExceeded =
        new("/problems/quota-exceeded", "The day's quota of photos is used up.", 429);
    public static readonly ProblemType Internal = new("/problems/internal", "Something broke here. It is in the log.", 500);
    public static readonly ProblemType Busy = new("/problems/busy", "The server is busy: try again.", 503);
    public static readonly ProblemType StoreAway = new("/problems/store-away", "A store of the server is away: try again soon.", 503);
    public static readonly ProblemType InsufficientStorage = new("/problems/insufficient-storage", "The server's disk is full.", 507);

    /// <summary>All of them, by status and then by code.</summary>
    public static IReadOnlyList<ProblemType> All { get; } =
    [
        EmptyBody, InvalidRequest, MalformedBody, TokenExpired, Unauthenticated, ConsentNeeded, Forbidden, TrustNeeded, NotFound, MethodNotAllowed,
        RequestTimeout, AlreadyPublished, AlreadyReleased, AlreadyVoted, CampaignClosed, CampaignExists, CampaignPaused, ChangedSince, LabelMissing, LabelNameTaken,
        LabelNotInUse, LabelRetired, LastOwner, LockedAsAnchor, NewsletterFull, NightEnded, NoConsent, NoDirectUploads, NoneOfTheseTaken, NotAccepted, NotAppealable, NotInStore, NotLicensed, NotReleased, NotReviewable,
        NothingToPublish, OtherConsentVersion, OtherOffset, OtherPhoto, PseudonymTaken, ReceiptConflict, TokenEnded, TooFewLabels, OtherTusVersion, Outdated, BodyTooLarge,
        UnsupportedMediaType, OtherBytes, UnknownLabel, UnreadablePhoto, UploadInUse, PreconditionNeeded, QuotaExceeded, RateLimited, TooManyUploads,
        OtherChecksum, Internal, Busy, StoreAway, InsufficientStorage,
    ];

    /// <summary>The type with this code; null when there is none.</summary>
    public static ProblemType? Find(string code) => All.FirstOrDefault(type => type.Code == code);
}
