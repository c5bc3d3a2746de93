namespace Crowdsource.Storage.Tests;

/// <summary>Breaks where it should end.</summary>
internal sealed class BreakingStream(byte[] start) : MemoryStream(start)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("The line broke.");
}
