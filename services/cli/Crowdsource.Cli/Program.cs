using Crowdsource.Cli.Commands;

return await CommandLine.Run(args, Console.Out, Console.Error, CancellationToken.None);
