using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Submissions;

public sealed class ConsensusRulesTests
{
    private static readonly Gen<VoteEntry> s_vote = Gen.Select(Gen.Bool, Gen.Int[1, 3], Gen.Double[0, 1], (accept, label, weight) => Vote(accept, weight, label));

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(5, 10, 0)]
    [InlineData(0, 10, 0)]
    [InlineData(1, 1, 0.333)]
    [InlineData(10, 10, 0.833)]
    [InlineData(9, 10, 0.667)]
    public void A_word_weighs_what_its_agreement_with_curators_proves(int agreed, int gold, double weight) =>
        ConsensusRules.Weight(agreed, gold).ShouldBe(weight, 0.001);

    [Fact]
    public void A_side_decides_when_it_outweighs_all_others_by_the_threshold()
    {
        ConsensusRules.Decide([Vote(true, 0.8), Vote(true, 0.8)], 2, Samples.Campaign).ShouldBeNull();
        ConsensusRules.Decide([Vote(true, 0.8), Vote(true, 0.8), Vote(true, 0.5)], 2, Samples.Campaign)!.Accepted.ShouldBeTrue();
        ConsensusRules.Decide([Vote(true, 0.8), Vote(true, 0.8), Vote(true, 0.8), Vote(false, 0.8)], 2, Samples.Campaign).ShouldBeNull();
        ConsensusRules.Decide([Vote(true, 0.9, 1), Vote(true, 0.9, 2), Vote(true, 0.9, 1)], 1.5, Samples.Campaign).ShouldBeNull();
        ConsensusRules.Decide([Vote(false, 0.9, 1), Vote(false, 0.9, 2)], 1.5, Samples.Campaign)!.Accepted.ShouldBeFalse();
        ConsensusRules.Decide([], 0.5, Samples.Campaign).ShouldBeNull();
    }

    [Fact]
    public void Whoever_has_shown_nothing_changes_nothing_and_the_order_of_votes_does_not_matter() =>
        Gen.Select(s_vote.Array[0, 8], s_vote, Gen.Double[0.1, 4]).Sample((votes, silent, threshold) =>
        {
            var decision = ConsensusRules.Decide(votes, threshold, Samples.Campaign);
            Side(ConsensusRules.Decide([.. votes, silent with { Weight = 0 }], threshold, Samples.Campaign)).ShouldBe(Side(decision));
            Side(ConsensusRules.Decide([.. votes.Reverse()], threshold, Samples.Campaign)).ShouldBe(Side(decision));
        });

    [Fact]
    public void A_vote_agrees_with_the_verdict_and_the_label_that_counts()
    {
        var accepted = Samples.InReview with { Status = SubmissionStatus.Accepted, Label = Samples.Pear };

        ConsensusRules.Agrees(accepted, accept: true, Samples.Pear, Samples.Campaign).ShouldBeTrue();
        ConsensusRules.Agrees(accepted, accept: true, Samples.Apple, Samples.Campaign).ShouldBeFalse();
        ConsensusRules.Agrees(accepted, accept: false, Samples.Pear, Samples.Campaign).ShouldBeFalse();
        ConsensusRules.Agrees(accepted with { Status = SubmissionStatus.Rejected }, accept: false, Samples.Apple, Samples.Campaign).ShouldBeTrue();
    }

    [Fact]
    public void Labels_that_were_merged_are_one_side()
    {
        var campaign = Samples.Campaign with { Labels = [Samples.Campaign.Labels[0], Samples.Campaign.Labels[1] with { MergedInto = Samples.Apple }] };
        var accepted = Samples.InReview with { Status = SubmissionStatus.Accepted, Label = Samples.Pear };

        ConsensusRules.Decide([Vote(true, 0.9, 1), Vote(true, 0.9, 2)], 1.5, campaign)!.Accepted.ShouldBeTrue();
        ConsensusRules.Agrees(accepted, accept: true, Samples.Apple, campaign).ShouldBeTrue();
    }

    private static (bool, int)? Side(VoteEntry? decision) => decision is null ? null : (decision.Accepted, decision.Accepted ? decision.Label.Value : 0);

    private static VoteEntry Vote(bool accept, double weight, int label = 1) => new()
    {
        Campaign = Samples.Campaign.Id,
        Submission = Samples.InReview.Id,
        Voter = new ContributorKey(Samples.Numbered(5)),
        Accepted = accept,
        Label = new Domain.Campaigns.LabelId(label),
        Weight = weight,
        At = Samples.Noon,
    };
}
