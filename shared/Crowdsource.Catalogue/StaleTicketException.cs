namespace Crowdsource.Catalogue;

/// <summary>The work was done, given up or handed to somebody else meanwhile. Nothing of the unit was written: drop the result.</summary>
public sealed class StaleTicketException : Exception
{
    public StaleTicketException()
    {
    }

    public StaleTicketException(string message)
        : base(message)
    {
    }

    public StaleTicketException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
