using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Http.Headers;
using Crowdsource.Benchmarks.Peers;
using Crowdsource.Testing;

namespace Crowdsource.Benchmarks;

/// <summary>
/// Photos acknowledged by 32 phones at once: ours are on disk with their row before the answer, and are processed meanwhile; nginx's
/// WebDAV PUT writes and renames, without fsync. Turns start when nothing is left to process. Bytes that are no photo are refused at a
/// glance: they show the way in without the work that follows it.
/// </summary>
internal static class UploadBenchmark
{
    private const int Phones = 32;
    private const int Rounds = 3;

    /// <summary>Uploads before the first turn: a server runs for months, its code is compiled in the first seconds.</summary>
    private const int WarmUp = 3000;

    private static long s_serial;

    public static async Task<IReadOnlyList<Measurement>> Run()
    {
        await using var host = await BenchHost.Start();
        await using var nginx = await Nginx.Start();
        await host.CreateCampaign();
        var phones = await Task.WhenAll(Enumerable.Range(0, Phones).Select(_ => host.Volunteer()));
        using var anyone = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Phones }) { BaseAddress = nginx.Address };
        var measurements = new List<Measurement>();
        var small = LargePhoto.Small();
        var noise = new byte[small.Length];
        new Random(1).NextBytes(noise);
        await Send(WarmUp, phone => phones[phone], noise[..1000], ours: true);
        await host.Quiet();
        foreach (var (what, photo, count) in new[]
        {
            ("100 KB that are no photo", noise, 960), ("100 KB", small, 320), ("3 MB", LargePhoto.TwelveMegapixels(), 96),
        })
        {
            var score = await Duel.Fight(
                Rounds,
                () => Rate(count, phone => phones[phone], photo, ours: true),
                async () =>
                {
                    await host.Quiet();
                    return await Rate(count, _ => anyone, photo, ours: false);
                });
            measurements.Add(Measurement.Of($"acknowledged uploads of {what} ({photo.Length / 1000:#,0} KB)", "uploads/s", "nginx WebDAV PUT, no fsync", score, goal: 0.6));
            await host.Quiet();
        }

        foreach (var phone in phones)
        {
            phone.Dispose();
        }

        return measurements;
    }

    private static async Task<double> Rate(int count, Func<int, HttpClient> client, byte[] photo, bool ours)
    {
        var start = Stopwatch.GetTimestamp();
        await Send(count, client, photo, ours);
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static Task Send(int count, Func<int, HttpClient> client, byte[] photo, bool ours)
    {
        var next = count;
        return Task.WhenAll(Enumerable.Range(0, Phones).Select(async phone =>
        {
            while (Interlocked.Decrement(ref next) >= 0)
            {
                await (ours ? Send(client(phone), Unique(photo)) : Put(client(phone), $"/put/{Guid.CreateVersion7()}", Unique(photo)));
            }
        }));
    }

    /// <summary>Sends a volunteer's photo; ends when it is acknowledged.</summary>
    public static Task Send(HttpClient volunteer, byte[] photo) =>
        Put(volunteer, $"/api/v1/campaigns/{BenchHost.Campaign}/submissions/{Guid.CreateVersion7()}?label={TestPhotos.Labels[0]}", photo);

    /// <summary>Other bytes each time: the end of a JPEG is followed by a number that decoders pass over.</summary>
    public static byte[] Unique(byte[] photo)
    {
        var bytes = new byte[photo.Length + sizeof(long)];
        photo.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(photo.Length), Interlocked.Increment(ref s_serial));
        return bytes;
    }

    private static async Task Put(HttpClient http, string path, byte[] photo)
    {
        using var body = new ByteArrayContent(photo);
        body.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        using var answer = await http.PutAsync(path, body);
        answer.EnsureSuccessStatusCode();
    }
}
