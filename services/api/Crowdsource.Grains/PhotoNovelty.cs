using Crowdsource.Catalogue;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Grains;

/// <summary>How many accepted photos like this one its contributor has already; counted no further than it makes a difference.</summary>
/// <param name="OfSameThing">In its cluster or session, 0 to <see cref="PointsRules.MostOfSameThing"/>.</param>
/// <param name="OfSameDay">Others of the label that arrived within a day.</param>
internal readonly record struct PhotoNovelty(int OfSameThing, int OfSameDay)
{
    private const int MostOfSameDay = PointsRules.MostOfSameThing * PointsRules.OfDayPerSameThing;

    public static async Task<PhotoNovelty> Count(CatalogueDb db, SubmissionState photo, CancellationToken cancellationToken)
    {
        var others = db.Set<SubmissionState>().Where(other =>
            other.Campaign == photo.Campaign && other.Status == SubmissionStatus.Accepted && other.Id != photo.Id
            && other.Contributor == photo.Contributor && other.Label == photo.Label);
        var (from, to) = (photo.CapturedAt - SplitRules.Session, photo.CapturedAt + SplitRules.Session);
        var cluster = await Ids(others.Where(other => other.Cluster == photo.Cluster));
        var session = await Ids(others.Where(other => other.CapturedAt >= from && other.CapturedAt <= to));
        var sameThing = Math.Min(cluster.Union(session).Count(), PointsRules.MostOfSameThing);
        if (sameThing == PointsRules.MostOfSameThing)
        {
            return new PhotoNovelty(sameThing, 0);
        }

        var (since, until) = (photo.ReceivedAt - PointsRules.Day, photo.ReceivedAt + PointsRules.Day);
        var sameDay = await others
            .Where(other => other.Volunteer == photo.Volunteer && other.ReceivedAt >= since && other.ReceivedAt <= until
                && other.Cluster != photo.Cluster && (other.CapturedAt < from || other.CapturedAt > to))
            .Take(MostOfSameDay)
            .CountAsync(cancellationToken);
        return new PhotoNovelty(sameThing, sameDay);

        Task<List<SubmissionId>> Ids(IQueryable<SubmissionState> which) =>
            which.Select(other => other.Id).Take(PointsRules.MostOfSameThing).ToListAsync(cancellationToken);
    }
}
