namespace Crowdsource.Cli;

/// <summary>Ends a command with a sentence that says what is wrong and what to do.</summary>
internal class CliException(string message, Exception? inner = null) : Exception(message, inner);
