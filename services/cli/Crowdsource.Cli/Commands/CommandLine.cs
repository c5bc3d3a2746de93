using System.CommandLine;
using System.CommandLine.Parsing;
using Crowdsource.Cli.Http;
using Crowdsource.Cli.Output;
using Spectre.Console;

namespace Crowdsource.Cli.Commands;

/// <summary>All commands and what they share: the server, the token, how they answer, and how they fail.</summary>
internal static class CommandLine
{
    /// <summary>The command line itself is wrong.</summary>
    public const int Misused = 2;

    /// <summary>Columns of output that goes to a file or a pipe.</summary>
    private const int WidthOfFiles = 160;

    public static readonly Option<Uri> Server = new("--server")
    {
        Description = "Where the server listens.",
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:8080"),
        CustomParser = argument =>
        {
            if (Uri.TryCreate(argument.Tokens[0].Value, UriKind.Absolute, out var server) && server.Scheme is "http" or "https")
            {
                return server;
            }

            argument.AddError($"--server wants an address such as http://127.0.0.1:8080, not '{argument.Tokens[0].Value}'.");
            return null;
        },
        Recursive = true,
    };

    public static readonly Option<string?> Token = new("--token")
    {
        Description = "The token to use; the environment variable CROWDSOURCE_TOKEN serves too.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("CROWDSOURCE_TOKEN"),
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json") { Description = "Answer with one JSON document.", Recursive = true };

    public static RootCommand Create() => new("Crowdsource: volunteers' photos by day, a better model on every phone by morning.")
    {
        Server, Token, Json,
        CampaignCommands.Create(),
        VolunteerCommands.Create(),
        ImportCommand.Create(),
        NightCommands.Create(),
        ModelCommands.Create(),
        ReleaseCommands.Create(),
        UpdateCommands.Create(),
        DoctorCommand.Create(),
        BackupCommands.Backup(),
        BackupCommands.Restore(),
        MigrateCommand.Create(),
        DemoCommand.Create(),
    };

    /// <returns>0; 1 when it could not be done; 2 when the command line is wrong; 130 when it was interrupted.</returns>
    public static async Task<int> Run(string[] arguments, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        var parsed = Create().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await errors.WriteLineAsync(error.Message);
            }

            var path = new List<string>();
            for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Command: not RootCommand } command; at = at.Parent)
            {
                path.Insert(0, command.Command.Name);
            }

            await errors.WriteLineAsync($"'{string.Join(' ', path.Prepend("crowdsource").Append("--help"))}' shows what is possible.");
            return Misused;
        }

        try
        {
            var invocation = new InvocationConfiguration
            {
                Output = output,
                Error = errors,
                EnableDefaultExceptionHandler = false,
                // A demo that is interrupted still stops its server.
                ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
            };
            return await parsed.InvokeAsync(invocation, cancellation);
        }
        catch (CliException failed)
        {
            await errors.WriteLineAsync(failed.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("Interrupted.");
            return 130;
        }
    }

    public static Command Command(
        string name, string description, Func<ParseResult, CommandOutput, CancellationToken, Task<int>> run, params Symbol[] parts)
    {
        var command = new Command(name, description);
        foreach (var part in parts)
        {
            switch (part)
            {
                case Argument argument:
                    command.Add(argument);
                    break;
                case Option option:
                    command.Add(option);
                    break;
            }
        }

        command.SetAction((parsed, cancellation) => run(parsed, OutputOf(parsed), cancellation));
        return command;
    }

    public static Command ServerCommand(
        string name, string description, Func<ParseResult, ServerConnection, CommandOutput, CancellationToken, Task> run, params Symbol[] parts) =>
        Command(name, description, async (parsed, output, cancellation) =>
        {
            using var server = Connect(parsed);
            await run(parsed, server, output, cancellation);
            return 0;
        }, parts);

    public static ServerConnection Connect(ParseResult parsed) => new(parsed.GetRequiredValue(Server), parsed.GetValue(Token));

    private static CommandOutput OutputOf(ParseResult parsed)
    {
        var json = parsed.GetValue(Json);
        var output = parsed.InvocationConfiguration.Output;
        var people = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(json ? parsed.InvocationConfiguration.Error : output),
        });
        if (!people.Profile.Out.IsTerminal)
        {
            people.Profile.Width = WidthOfFiles;
        }

        return new CommandOutput(json, output, people);
    }
}
