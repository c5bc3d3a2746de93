using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Volunteers;
using Shouldly;
using Xunit;

namespace Crowdsource.Grains.Tests;

public sealed class VolunteerTests(GrainsHost host)
{
    [Fact]
    public async Task A_volunteer_registers_with_a_token_of_which_only_the_hash_is_known()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();

        var token = (await scene.Rows<TokenState>(row => row.Volunteer == volunteer.Id)).ShouldHaveSingleItem();
        token.Hash.ShouldBe(TokenText.Hash(volunteer.Pseudonym));
        token.Scope.ShouldBe(TokenScope.Volunteer);
        volunteer.Contributor.Value.ShouldNotBe(volunteer.Id.Value);
    }

    [Fact]
    public async Task A_pseudonym_is_taken_once_whatever_its_case_even_at_once()
    {
        var name = host.Fresh("Heron");
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(index =>
            (index % 2 == 0 ? host.Grains : host.Elsewhere).GetGrain<IVolunteerGrain>(Guid.CreateVersion7())
                .Register(index % 3 == 0 ? name : name.ToUpperInvariant(), showOnLeaderboard: true, TokenText.Hash($"{name} {index}"))));

        answers.Where(answer => answer is not null).ShouldHaveSingleItem();
        (await NewVolunteer().Register(name.ToLowerInvariant(), showOnLeaderboard: false, TokenText.Hash($"{name} again"))).ShouldBeNull();
    }

    [Fact]
    public async Task Consent_is_to_the_standing_text_and_every_change_is_in_the_ledger()
    {
        var scene = await Scene.Create(host);
        var volunteer = await scene.Volunteer();
        var grain = host.Grains.GetGrain<IVolunteerGrain>(volunteer.Id.Value);

        (await grain.Consent(scene.Id, 1, newsletter: true)).ShouldBe(ConsentOutcome.Given);
        (await grain.Consent(scene.Id, 1, newsletter: false)).ShouldBe(ConsentOutcome.Given);
        (await grain.Consent(scene.Id, 2, newsletter: true)).ShouldBe(ConsentOutcome.OtherVersion);
        (await grain.Consent(new CampaignId("no-such-campaign"), 1, newsletter: true)).ShouldBe(ConsentOutcome.NotFound);
        (await NewVolunteer().Consent(scene.Id, 1, newsletter: true)).ShouldBe(ConsentOutcome.NotFound);

        (await grain.Get())!.Consents.ShouldHaveSingleItem().Newsletter.ShouldBeFalse();
        (await scene.Rows<ConsentEntry>(entry => entry.Contributor == volunteer.Contributor))
            .Select(entry => entry.Newsletter).ShouldBe([true, false]);
    }

    [Fact]
    public async Task A_revoked_token_stays_revoked()
    {
        var hash = TokenText.Hash(host.Fresh("token"));
        var token = host.Grains.GetGrain<ITokenGrain>(hash);
        (await token.Revoke()).ShouldBe(RevokeTokenOutcome.NotFound);

        var issued = await token.Issue(TokenScope.Curator, "ada");
        issued.RevokedAt.ShouldBeNull();
        (await token.Issue(TokenScope.Owner, "eve")).ShouldBe(issued);

        (await token.Revoke()).ShouldBe(RevokeTokenOutcome.Revoked);
        var revoked = (await token.Issue(TokenScope.Curator, "ada")).RevokedAt.ShouldNotBeNull();
        (await token.Revoke()).ShouldBe(RevokeTokenOutcome.Revoked);
        (await token.Issue(TokenScope.Curator, "ada")).RevokedAt.ShouldBe(revoked);
        (await token.Rotate(TokenText.Hash(host.Fresh("token")))).ShouldBeNull();
    }

    [Fact]
    public async Task The_last_owner_stays_and_may_be_replaced()
    {
        var (first, last) = (host.Grains.GetGrain<ITokenGrain>(host.Fresh("owner")), host.Grains.GetGrain<ITokenGrain>(host.Fresh("owner")));
        await first.Issue(TokenScope.Owner, "ada");
        await last.Issue(TokenScope.Owner, "grace");
        await host.Grains.GetGrain<ITokenGrain>(host.Fresh("owner")).Issue(TokenScope.Owner, "late", host.Clock.GetUtcNow());
        (await first.Revoke()).ShouldBe(RevokeTokenOutcome.Revoked);
        (await last.Revoke()).ShouldBe(RevokeTokenOutcome.LastOwner);

        var next = host.Fresh("owner");
        (await last.Rotate(next)).ShouldNotBeNull().Name.ShouldBe("grace");
        (await last.Revoke()).ShouldBe(RevokeTokenOutcome.Revoked);
        (await host.Grains.GetGrain<ITokenGrain>(next).Revoke()).ShouldBe(RevokeTokenOutcome.LastOwner);
    }

    private IVolunteerGrain NewVolunteer() => host.Grains.GetGrain<IVolunteerGrain>(Guid.CreateVersion7());
}
