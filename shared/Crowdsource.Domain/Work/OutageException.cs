namespace Crowdsource.Domain.Work;

/// <summary>A part of the system is away or full: nothing is wrong with what was asked for, and it will do later.</summary>
public abstract class OutageException : Exception
{
    protected OutageException()
    {
    }

    protected OutageException(string message)
        : base(message)
    {
    }

    protected OutageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
