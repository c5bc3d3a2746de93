using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Crowdsource.Testing;

namespace Crowdsource.Benchmarks.Peers;

/// <summary>Debian's nginx on a port and in a folder of its own: static files with ETags under <c>/</c>, WebDAV PUT under <c>/put/</c>.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly Process _process;

    private Nginx(TemporaryFolder folder, Process process, Uri address) => (_folder, _process, Address) = (folder, process, address);

    public Uri Address { get; }

    /// <summary>What is put here is served.</summary>
    public string Root => Path.Combine(_folder.Path, "root");

    public static async Task<Nginx> Start()
    {
        var folder = new TemporaryFolder();
        var port = FreePort();
        Directory.CreateDirectory(Path.Combine(folder.Path, "root", "put"));
        var configuration = Path.Combine(folder.Path, "nginx.conf");
        await File.WriteAllTextAsync(configuration, $$"""
            daemon off;
            user root;
            worker_processes auto;
            pid {{folder.Path}}/nginx.pid;
            error_log {{folder.Path}}/error.log;
            events { worker_connections 1024; }
            http {
              access_log off;
              sendfile on;
              keepalive_requests 1000000;
              client_body_temp_path {{folder.Path}}/body;
              proxy_temp_path {{folder.Path}}/proxy;
              fastcgi_temp_path {{folder.Path}}/fastcgi;
              uwsgi_temp_path {{folder.Path}}/uwsgi;
              scgi_temp_path {{folder.Path}}/scgi;
              server {
                listen 127.0.0.1:{{port}} reuseport;
                root {{folder.Path}}/root;
                client_max_body_size 30m;
                location /put/ { dav_methods PUT; }
              }
            }
            """);
        var process = Process.Start(new ProcessStartInfo("/usr/sbin/nginx") { ArgumentList = { "-c", configuration, "-p", folder.Path } })
            ?? throw new InvalidOperationException("nginx does not start.");
        var nginx = new Nginx(folder, process, new Uri($"http://127.0.0.1:{port}"));
        using var http = new HttpClient { BaseAddress = nginx.Address };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await Answers(http))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException("nginx ended at once.");
            }

            await timer.WaitForNextTickAsync();
        }

        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private static async Task<bool> Answers(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync("/");
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
