using System.CommandLine;
using Crowdsource.Cli.Output;
using Crowdsource.Protocol.Volunteers;

namespace Crowdsource.Cli.Commands;

internal static class VolunteerCommands
{
    private static readonly Option<string?> s_pseudonym = new("--pseudonym") { Description = "The public name; made up by the server when left out." };
    private static readonly Option<bool> s_show = new("--show-on-leaderboard") { Description = "Whether others may see it." };

    public static Command Create() => new("volunteer", "Who contributes.")
    {
        CommandLine.ServerCommand("register", "Become a volunteer: prints the token to import with. With an owner's --token: without a daily quota.", async (parsed, server, output, cancellation) =>
        {
            var request = new RegisterVolunteerRequest(parsed.GetValue(s_pseudonym), parsed.GetValue(s_show));
            var registered = await server.Post<RegisterVolunteerRequest, RegisteredVolunteer>("/api/v1/volunteers", request, cancellation);
            output.Show(registered, volunteer => CommandOutput.Facts(
                ("Pseudonym", volunteer.Pseudonym), ("Token, shown this once", volunteer.Token)));
        }, s_pseudonym, s_show),
    };
}
