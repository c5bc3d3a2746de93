using Crowdsource.Protocol.Problems;

namespace Crowdsource.Client.Http;

/// <summary>The server understood and refused.</summary>
public sealed class ProblemException : Exception
{
    /// <summary>Without a problem from the server.</summary>
    public ProblemException()
        : this("The server refused.")
    {
    }

    /// <summary>Without a problem from the server.</summary>
    public ProblemException(string message)
        : this(message, innerException: null)
    {
    }

    /// <summary>Without a problem from the server.</summary>
    public ProblemException(string message, Exception? innerException)
        : base(message, innerException) => Problem = new ProblemDocument("about:blank", message, 0);

    /// <summary>With what the server said.</summary>
    public ProblemException(ProblemDocument problem)
        : base(problem?.Detail is { } detail ? $"{problem.Title} {detail}" : problem?.Title)
    {
        ArgumentNullException.ThrowIfNull(problem);
        Problem = problem;
    }

    /// <summary>What the server said.</summary>
    public ProblemDocument Problem { get; }
}
