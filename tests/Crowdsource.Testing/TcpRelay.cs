using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Crowdsource.Testing;

/// <summary>Stands before a server and can be cut: a server that is away for a while and loses nothing.</summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private readonly Uri _server;
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;

    /// <param name="server">On the loopback.</param>
    public TcpRelay(Uri server)
    {
        (_server, Address) = (server, HostUnderTest.FreeAddress());
        Mend();
    }

    /// <summary>Where the server is reached through the relay.</summary>
    public Uri Address { get; }

    /// <summary>Ends every connection and refuses new ones.</summary>
    public async Task Cut()
    {
        _listener?.Stop();
        await _accepting;
        foreach (var client in _open.Keys)
        {
            client.Close();
        }
    }

    /// <summary>Relays again.</summary>
    public void Mend()
    {
        _listener = new TcpListener(IPAddress.Loopback, Address.Port);
        _listener.Start();
        _accepting = Accept(_listener);
    }

    public async ValueTask DisposeAsync()
    {
        await Cut();
        _listener?.Dispose();
    }

    private async Task Accept(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = Relay(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private async Task Relay(TcpClient client)
    {
        using var server = new TcpClient();
        _open[client] = _open[server] = true;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _server.Port);
            await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
        }
        catch (Exception exception) when (exception is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut, or the server is away itself.
        }
        finally
        {
            client.Dispose();
            _open.TryRemove(client, out _);
            _open.TryRemove(server, out _);
        }
    }
}
