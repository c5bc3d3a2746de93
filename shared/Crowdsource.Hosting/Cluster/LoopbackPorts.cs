using System.Net;
using System.Net.Sockets;

namespace Crowdsource.Hosting.Cluster;

internal static class LoopbackPorts
{
    /// <summary>Two TCP ports that nobody on this machine listens on at the moment.</summary>
    public static (int One, int Other) TwoFree()
    {
        using var one = new TcpListener(IPAddress.Loopback, 0);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        one.Start();
        other.Start();
        return (((IPEndPoint)one.LocalEndpoint).Port, ((IPEndPoint)other.LocalEndpoint).Port);
    }
}
