using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol.Reviews;
using FluentValidation;

namespace Crowdsource.Api.Reviews;

internal sealed class ReviewValidator : AbstractValidator<ReviewRequest>
{
    public ReviewValidator()
    {
        RuleFor(review => review.Verdict).IsInEnum();
        RuleFor(review => review.Rejection).CuratorsCode(review => review.Verdict);
        RuleFor(review => review.Label).MaximumLength(100);
    }
}

internal sealed class BulkReviewItemValidator : AbstractValidator<BulkReviewItem>
{
    public BulkReviewItemValidator()
    {
        RuleFor(item => item.Submission).NotEmpty();
        RuleFor(item => item.Verdict).IsInEnum();
        RuleFor(item => item.Rejection).CuratorsCode(item => item.Verdict);
        RuleFor(item => item.Label).MaximumLength(100);
    }
}

internal sealed class BulkReviewValidator : AbstractValidator<BulkReviewRequest>
{
    public BulkReviewValidator()
    {
        RuleFor(request => request.Items)
            .Must((request, items) => (items?.Count ?? 0) + (request.KeepBest?.Count ?? 0) > 0).WithMessage("Give at least one verdict.")
            .Must(items => items is null || items.Count <= BulkReviewRequest.MostPhotos).WithMessage("Give at most 500 verdicts.")
            .Must(items => items is null || items.DistinctBy(item => item?.Submission).Count() == items.Count).WithMessage("Give one verdict per photo.");
        RuleForEach(request => request.Items).NotNull().SetValidator(new BulkReviewItemValidator());
        RuleFor(request => request.KeepBest)
            .Must(clusters => clusters is null || clusters.Count <= BulkReviewRequest.MostClusters).WithMessage("Give at most 50 clusters.");
    }
}

internal sealed class AnchorValidator : AbstractValidator<AnchorRequest>
{
    public AnchorValidator()
    {
        RuleFor(request => request.Submissions).NotNull();
        RuleFor(request => request.Submissions)
            .Must(ids => ids.Count is >= 1 and <= 500).WithMessage("Give 1 to 500 photos.")
            .When(request => request.Submissions is not null);
    }
}

internal sealed class ConsensusValidator : AbstractValidator<ConsensusDocument>
{
    public ConsensusValidator() => RuleFor(consensus => consensus.Threshold).InclusiveBetween(0.5, 100);
}

internal static class ReviewRules
{
    /// <summary>A rejection needs one of the curators' codes; an acceptance has none.</summary>
    public static void CuratorsCode<T>(this IRuleBuilder<T, string?> rule, Func<T, ReviewVerdict> verdict) => rule
        .Must((review, code) => verdict(review) == ReviewVerdict.Reject
            ? code is not null && RejectionCode.ForCurators.Contains(code)
            : code is null)
        .WithMessage($"Give one of {string.Join(", ", RejectionCode.ForCurators)} with a rejection, and none otherwise.");
}
