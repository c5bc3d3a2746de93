using System.ComponentModel.DataAnnotations;
using Crowdsource.Domain.Volunteers;

namespace Crowdsource.Api.Submissions;

/// <summary>How many photos a volunteer may send to one campaign in a day (UTC), by earned trust. Configuration section <c>Crowdsource:Quotas</c>.</summary>
public sealed class QuotaOptions
{
    public const string Section = "Crowdsource:Quotas";

    [Range(1, 10_000_000)]
    public int New { get; set; } = 500;

    [Range(1, 10_000_000)]
    public int Known { get; set; } = 2_000;

    [Range(1, 10_000_000)]
    public int Trusted { get; set; } = 10_000;

    internal int Of(TrustLevel level) => level switch
    {
        TrustLevel.Trusted => Trusted,
        TrustLevel.Known => Known,
        _ => New,
    };
}
