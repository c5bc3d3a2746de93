using Microsoft.Extensions.Logging;

namespace Crowdsource.Trainer;

internal static partial class ModuleLog
{
    [LoggerMessage(LogLevel.Information, "{Sentence}")]
    public static partial void Found(ILogger log, string sentence);

    [LoggerMessage(LogLevel.Warning, "{Sentence}")]
    public static partial void Missing(ILogger log, string sentence);
}
