using Crowdsource.Protocol.Nights;

namespace Crowdsource.Cli.Http;

/// <summary>Waits for a night's verdict.</summary>
internal static class NightWatch
{
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(300);

    /// <param name="server">Where it runs.</param>
    /// <param name="path">Of the night.</param>
    /// <param name="seen">Told whenever the server was asked.</param>
    /// <param name="cancellation">Stops the waiting, not the night.</param>
    public static async Task<NightResponse> UntilVerdict(
        ServerConnection server, string path, Action<NightResponse> seen, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(s_between);
        while (true)
        {
            var night = await server.Get<NightResponse>(path, cancellation);
            seen(night);
            if (night.Ended)
            {
                return night;
            }

            await timer.WaitForNextTickAsync(cancellation);
        }
    }

    /// <summary>The phase, and how long the night will go on where that can be told.</summary>
    public static string Sentence(NightResponse night) => night.RemainingSeconds switch
    {
        null => $"{night.Phase}",
        < 60 and var seconds => $"{night.Phase}, about {seconds} s left",
        var seconds => $"{night.Phase}, about {Math.Round(seconds.Value / 60.0)} min left",
    };

    /// <summary>Share of the whole night that is done, 0 to 1: its phases count alike.</summary>
    public static double Done(NightResponse night)
    {
        const int Phases = (int)Domain.Nights.NightPhase.Exporting;
        return night.Ended ? 1 : ((int)night.Phase - 1 + night.Progress) / Phases;
    }
}
