using System.Security.Cryptography;
using System.Text;
using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Blobs;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Domain.Work;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Testing.Hosts;

/// <summary>A campaign with one volunteer who agreed to it.</summary>
internal sealed class SmallCampaign
{
    private static readonly DateTimeOffset s_firstPhoto = new(2026, 5, 1, 8, 0, 0, TimeSpan.Zero);
    private readonly EmbeddedHost _host;
    private int _photos;

    private SmallCampaign(EmbeddedHost host, CampaignId id, VolunteerId volunteer) => (_host, Id, Volunteer) = (host, id, volunteer);

    public CampaignId Id { get; }

    public VolunteerId Volunteer { get; }

    public ICampaignGrain Grain => _host.Grains.GetGrain<ICampaignGrain>(Id.Value);

    public static async Task<SmallCampaign> Create(EmbeddedHost host, string id, params string[] labels)
    {
        var volunteer = Guid.CreateVersion7();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{id} {volunteer}")));
        (await host.Grains.GetGrain<IVolunteerGrain>(volunteer).Register($"volunteer {id}", true, hash)).ShouldNotBeNull();
        var campaign = new SmallCampaign(host, new CampaignId(id), new VolunteerId(volunteer));
        var command = new CreateCampaign(id, [.. labels.Select(label => new NewLabel(label, null, 200))], "Photos may be used.", "CC-BY-4.0", null);
        (await campaign.Grain.Create(command)).ShouldBeOfType<CreateCampaignOutcome.Created>();
        await host.Grains.GetGrain<IVolunteerGrain>(volunteer).Consent(campaign.Id, 1, newsletter: true);
        return campaign;
    }

    public async Task AskForLocation(bool asks, bool agrees)
    {
        var current = (await _host.Catalogue.Load<CampaignState>(Id, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        var labels = current.State.Labels.Select(label => new EditedLabel(label.Id, label.Name, label.Guidance, label.Target));
        var edit = new EditCampaign(Id.Value, [.. labels], current.State.Consent.Text, current.State.Consent.Licence, null, asks);
        (await Grain.Edit(edit, current.Version.Version)).ShouldBeOfType<EditCampaignOutcome.Edited>();
        await _host.Grains.GetGrain<IVolunteerGrain>(Volunteer.Value).Consent(Id, 1, newsletter: true, agrees);
    }

    /// <summary>Sends a photo; each belongs to a session of its own unless <paramref name="capturedAt"/> says otherwise.</summary>
    public async Task<SubmissionId> Send(byte[] photo, string label, DateTimeOffset? capturedAt = null)
    {
        var command = await Stored(photo, label, capturedAt);
        (await Submission(command.Id).Submit(command)).ShouldBeOfType<SubmitOutcome.Received>();
        return command.Id;
    }

    /// <summary>A photo whose bytes have arrived and which nobody has heard of yet.</summary>
    public async Task<SubmitPhoto> Stored(byte[] photo, string label = "apple", DateTimeOffset? capturedAt = null)
    {
        var mark = await _host.Catalogue.Read((db, token) => db.SweepMark(token), TestContext.Current.CancellationToken);
        var blob = await _host.Uploads.Put(photo, TestContext.Current.CancellationToken);
        var at = capturedAt ?? s_firstPhoto.AddHours(Interlocked.Increment(ref _photos));
        return new SubmitPhoto(new SubmissionId(Guid.CreateVersion7()), Id, Volunteer, label, at, blob.Digest, blob.Length, mark);
    }

    public ISubmissionGrain Submission(SubmissionId id) => _host.Grains.GetGrain<ISubmissionGrain>(id.Value);

    public async Task<SubmissionState> State(SubmissionId id) => (await Submission(id).Get()).ShouldNotBeNull();

    /// <summary>The work that is owed for a subject, done or not.</summary>
    public Task<WorkItem> WorkOf(string kind, string subject) => _host.Catalogue.Read(
        (db, token) => db.Work.SingleAsync(item => item.Kind == kind && item.Subject == subject, token), TestContext.Current.CancellationToken);

    public Task<WorkItem> WorkOf(SubmissionId id) => WorkOf(WorkKind.ProcessPhoto, id.ToString());
}
