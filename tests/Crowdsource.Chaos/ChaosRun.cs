using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Crowdsource.Chaos.Checks;
using Crowdsource.Chaos.Cluster;
using Crowdsource.Chaos.Faults;
using Crowdsource.Chaos.Load;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Nights;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Nights;
using Crowdsource.Protocol.Operations;

namespace Crowdsource.Chaos;

/// <summary>Volunteers, reviewers, nights and phones go on while one part of the cluster after the other dies; then everything is counted.</summary>
public sealed class ChaosRun(RunningCluster cluster, ChaosPlan plan, Action<string> tell)
{
    private const string Campaign = "chaos";
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(300);

    private readonly ClientLog _log = new();

    public async Task<ChaosReport> Run(CancellationToken cancellationToken)
    {
        using var owner = cluster.Client(cluster.OwnerKey);
        await Open(owner, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var stopVolunteers = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var volunteers = new Crew(cluster.Address, Campaign, cluster.OwnerKey, plan.Photos, _log, stopVolunteers.Token);
        var others = new Crew(cluster.Address, Campaign, cluster.OwnerKey, plan.Photos.ForProbes(), _log, stop.Token);
        List<Task> uploads = [.. Enumerable.Range(0, plan.Volunteers).Select(_ => volunteers.Upload(plan.Pace))];
        List<Task> rest = [others.Review(), others.Nights(plan.NightPace), .. Enumerable.Range(0, plan.Phones).Select(_ => others.Phone(s_look))];
        await Prepared(owner, cancellationToken);

        var times = new List<(DateTimeOffset From, DateTimeOffset To)>();
        var rows = new List<ChaosRow>();
        foreach (var fault in new FaultList(cluster, plan, Campaign, _log).All.Where(IsWanted))
        {
            _log.Troubles.Clear();
            _log.Waits.Clear();
            var (from, complaints) = (TimeProvider.System.GetUtcNow(), _log.Complaints.Count);
            var recovery = await Survive(fault, others, cancellationToken);
            times.Add((from, TimeProvider.System.GetUtcNow()));
            var wrong = _log.Complaints.Skip(complaints).ToList();
            if (!fault.IsSeen && !_log.Troubles.IsEmpty)
            {
                wrong.Add("clients had to repeat requests");
            }

            rows.Add(new ChaosRow(fault.Name, Seen(), recovery, 0, string.Join("; ", wrong.Distinct().Take(3))));
            tell($"{fault.Name}: {rows[^1].Seen}; recovery {(recovery is { } time ? $"{time.TotalSeconds:0.0} s" : "not in time")}; photos left {plan.Photos.Left} {rows[^1].Complaint}");
            if (recovery is null)
            {
                // What comes next would be blamed for it.
                break;
            }
        }

        await Task.WhenAny(Task.WhenAll(uploads), Until(() => Task.FromResult(plan.Photos.Left == 0), cancellationToken));
        await stopVolunteers.CancelAsync();
        await stop.CancelAsync();
        await Task.WhenAll([.. uploads, .. rest]);
        await EverythingIsDone(owner, cancellationToken);

        using var checker = IndependentChecker.OfCluster(cluster.PortOf("postgresql"), cluster.PortOf("s3"), _log);
        List<string> findings = [.. checker.Check(), .. _log.Complaints];
        var load = string.Create(
            CultureInfo.InvariantCulture,
            $"{_log.Acknowledged.Count} photos acknowledged to {plan.Volunteers} volunteers, {_log.Reviewed.Count} verdicts, {_log.Nights.Count} nights, {_log.Versions.Count} update checks of {plan.Phones} phones.");
        return new ChaosReport([.. rows.Zip(times, (row, time) => row with { Lost = checker.Lost.Count(photo => At(photo) >= time.From && At(photo) < time.To) })], findings, load);
    }

    /// <summary>A UUID of version 7 begins with its time in ms (RFC 9562).</summary>
    private static DateTimeOffset At(Guid photo) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(photo.ToString("N")[..12], NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    private async Task Open(HttpClient owner, CancellationToken cancellationToken)
    {
        var request = new CreateCampaignRequest(
            Campaign, "Chaos", [.. plan.Photos.Labels.Select(label => new NewLabelRequest(label))], "You agree.", "CC-BY-4.0", Strategy: TrainingStrategy.LinearHead);
        using var answer = await owner.PostAsJsonAsync("/api/v1/campaigns", request, ProtocolJson.Options, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A model is out, so that phones have something to lose.</summary>
    private Task Prepared(HttpClient owner, CancellationToken cancellationToken) => Until(
        async () => (await owner.GetFromJsonAsync<Page<NightResponse>>($"/api/v1/campaigns/{Campaign}/nights", ProtocolJson.Options, cancellationToken))!.Items
            .Any(night => night.Phase == NightPhase.Promoted) && !_log.Versions.IsEmpty,
        cancellationToken);

    private async Task<TimeSpan?> Survive(Fault fault, Crew crew, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            patience.CancelAfter(plan.Patience);
            await fault.Strike(patience.Token);
            patience.CancelAfter(plan.Patience);
            var begun = Stopwatch.GetTimestamp();
            await crew.Probe().WaitAsync(patience.Token);
            await cluster.UntilAllIsThere(patience.Token);
            return Stopwatch.GetElapsedTime(begun);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private bool IsWanted(Fault fault) =>
        plan.Only.Count == 0 || plan.Only.Any(word => fault.Name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private string Seen()
    {
        var troubles = _log.Troubles.GroupBy(trouble => trouble).OrderByDescending(group => group.Count()).Select(group => $"{group.Count()} × {group.Key}").ToList();
        var longest = _log.Waits.IsEmpty ? TimeSpan.Zero : _log.Waits.Max();
        return string.Create(CultureInfo.InvariantCulture, $"{(troubles.Count == 0 ? "nothing" : string.Join(", ", troubles))}; longest wait {longest.TotalSeconds:0.0} s");
    }

    /// <summary>Nothing is owed any more, and nobody had to help.</summary>
    private Task EverythingIsDone(HttpClient owner, CancellationToken cancellationToken)
    {
        // The checker says what is left.
        return Until(
            async () =>
            {
                try
                {
                    var work = (await owner.GetFromJsonAsync<WorkResponse>("/api/v1/operations/work", ProtocolJson.Options, cancellationToken))!;
                    var nights = (await owner.GetFromJsonAsync<Page<NightResponse>>($"/api/v1/campaigns/{Campaign}/nights", ProtocolJson.Options, cancellationToken))!;
                    return work.Kinds.All(kind => kind.Open + kind.Held + kind.Waiting == 0) && nights.Items.All(night => night.Ended);
                }
                catch (Exception gone) when (gone is HttpRequestException or JsonException)
                {
                    return false;
                }
            },
            cancellationToken,
            plan.Patience * 2);
    }

    private static async Task Until(Func<Task<bool>> isSo, CancellationToken cancellationToken, TimeSpan? atMost = null)
    {
        using var timer = new PeriodicTimer(s_glance);
        var begun = Stopwatch.GetTimestamp();
        while (!await isSo() && (atMost is null || Stopwatch.GetElapsedTime(begun) < atMost))
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
