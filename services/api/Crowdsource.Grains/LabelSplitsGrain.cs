using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Orleans;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Microsoft.EntityFrameworkCore;
using Orleans.Storage;

namespace Crowdsource.Grains;

internal sealed class LabelSplitsGrain(ICatalogue catalogue) : CatalogueGrain<LabelSplitsState>, ILabelSplitsGrain
{
    public async Task<Split> Assign(ContributorKey contributor, DateTimeOffset capturedAt)
    {
        try
        {
            return await Decide(contributor, capturedAt);
        }
        catch (InconsistentStateException)
        {
            // Another label's photo put this contributor into a split at the same moment: that counts.
            return await Decide(contributor, capturedAt);
        }
    }

    /// <summary>Follows from the photo's acceptance, which is named.</summary>
    protected override Audited? Audited(LabelSplitsState next) => null;

    private async Task<Split> Decide(ContributorKey contributor, DateTimeOffset capturedAt)
    {
        var current = Current ?? LabelSplitsState.Empty(this.GetPrimaryKeyString());
        var group = await catalogue.Read((db, token) => Find(db, current, contributor, capturedAt, token), CancellationToken.None);
        var split = group.Known ?? SplitRules.Assign(current.Counts);
        await Commit(new Commit<LabelSplitsState>(current.Add(split))
        {
            Inserts = group.Known is not null ? [] :
            [
                new SplitGroup
                {
                    Campaign = current.Campaign,
                    Contributor = contributor,
                    Label = group.WholeContributor ? SplitRules.WholeContributor : current.Label,
                    From = group.WholeContributor ? DateTimeOffset.UnixEpoch : capturedAt,
                    Split = split,
                },
            ],
        });
        return split;
    }

    private static async Task<(Split? Known, bool WholeContributor)> Find(
        CatalogueDb db, LabelSplitsState label, ContributorKey contributor, DateTimeOffset capturedAt, CancellationToken cancellationToken)
    {
        var groups = db.Set<SplitGroup>().Where(group => group.Campaign == label.Campaign);
        var (from, to) = (capturedAt - SplitRules.Session, capturedAt + SplitRules.Session);
        var session = await groups
            .Where(group => group.Contributor == contributor && group.Label == label.Label && group.From >= from && group.From <= to)
            .OrderBy(group => group.From)
            .FirstOrDefaultAsync(cancellationToken);
        if (session is not null)
        {
            return (session.Split, false);
        }

        var contributors = await groups.Select(group => group.Contributor).Distinct()
            .Take(SplitRules.ContributorsToGroupByContributor).CountAsync(cancellationToken);
        if (contributors < SplitRules.ContributorsToGroupByContributor)
        {
            return (null, false);
        }

        // A contributor who came before the campaign grew stays where most of what they sent is.
        var known = await groups
            .Where(group => group.Contributor == contributor)
            .GroupBy(group => group.Split)
            .OrderByDescending(split => split.Any(group => group.Label == SplitRules.WholeContributor))
            .ThenByDescending(split => split.Count())
            .ThenBy(split => split.Key)
            .Select(split => (Split?)split.Key)
            .FirstOrDefaultAsync(cancellationToken);
        return (known, true);
    }
}
