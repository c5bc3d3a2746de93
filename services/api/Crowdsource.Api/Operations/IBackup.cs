namespace Crowdsource.Api.Operations;

/// <summary>Copies everything that the server knows. Implemented where the stores are known; a host whose stores have backups of their own brings none.</summary>
public interface IBackup
{
    /// <summary>Writes a tar archive: the rows of one moment, and every blob that they refer to. The server goes on meanwhile.</summary>
    Task Write(Stream archive, CancellationToken cancellationToken);
}
