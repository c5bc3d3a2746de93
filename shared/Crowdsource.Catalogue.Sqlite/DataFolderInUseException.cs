namespace Crowdsource.Catalogue.Sqlite;

/// <summary>Another process has the data folder open.</summary>
public sealed class DataFolderInUseException : Exception
{
    public DataFolderInUseException()
    {
    }

    public DataFolderInUseException(string message)
        : base(message)
    {
    }

    public DataFolderInUseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public DataFolderInUseException(string folder, string holder)
        : base($"The data folder {folder} is in use by {holder}. Stop that first, or choose another folder.")
    {
    }
}
