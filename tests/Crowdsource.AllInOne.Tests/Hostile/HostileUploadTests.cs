using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Newsletters;
using Crowdsource.Protocol.Reviews;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Protocol.Volunteers;
using Crowdsource.Testing;
using Crowdsource.Vision;
using Shouldly;
using Xunit;

namespace Crowdsource.AllInOne.Tests.Hostile;

/// <summary>Bad files over HTTP to the real host with its children: they may die, it never does, and what it shows says nothing but pixels.</summary>
public sealed partial class HostileUploadTests
{
    private const string Campaign = "hostile";

    /// <summary>Resident bytes that the host itself may need; its children have limits of their own.</summary>
    private const long MostMemory = 1_500_000_000;

    private static readonly JsonSerializerOptions s_json = ProtocolJson.Options;

    [Fact]
    public async Task Every_bad_file_gets_its_reason_or_is_a_photo_the_right_way_up()
    {
        var shared = SharedFiles.Require("bad-images");
        using var folder = new TemporaryFolder();
        await using var host = await HostUnderTest.Start(folder.Path, TestContext.Current.CancellationToken);
        using var volunteer = await Volunteer(host, HostUnderTest.OwnerKey(folder.Path));
        var files = Directory.GetFiles(shared, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => (Name: Path.GetRelativePath(shared, file), File: File.ReadAllBytes(file), Code: (string?)null))
            .ToList();
        files.Count.ShouldBeGreaterThan(100);
        var known = files.Count;
        files.AddRange(HostilePhotos.All());

        var photos = await Send(volunteer, files);

        var wrong = new List<string>();
        for (var index = 0; index < photos.Count; index++)
        {
            var ((name, _, code), photo) = (files[index], photos[index]);
            if (photo.Status == SubmissionStatus.Rejected)
            {
                photo.Reason!.Advice.ShouldBe(RejectionCode.Advice(photo.Reason.Code), name);
            }
            else
            {
                photo.Status.ShouldBeOneOf(SubmissionStatus.InReview, SubmissionStatus.Duplicate);
            }

            if (index >= known && photo.Reason?.Code != code)
            {
                wrong.Add($"{name}: {photo.Reason?.Code ?? "accepted"} instead of {code ?? "accepted"}");
            }
        }

        wrong.ShouldBeEmpty();
        await OrientationsAreRight(volunteer, files, photos);
        foreach (var photo in photos.Where(photo => photo.Status != SubmissionStatus.Rejected))
        {
            await ShouldShowPixelsOnly(volunteer, photo.Id);
        }

        (await volunteer.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        PeakMemory(host.ProcessId).ShouldBeLessThan(MostMemory);
        host.Said.ShouldNotContain(" broke");
    }

    [Fact]
    public async Task No_photo_with_a_place_in_it_leaves_with_it()
    {
        var files = Directory.GetFiles(SharedFiles.Require("photos", "fruit"), "*.jpg", SearchOption.AllDirectories)
            .Select(file => (Name: file, File: File.ReadAllBytes(file), Code: (string?)null)).ToList();
        using var folder = new TemporaryFolder();
        await using var host = await HostUnderTest.Start(folder.Path, TestContext.Current.CancellationToken);
        var owner = HostUnderTest.OwnerKey(folder.Path);
        using var volunteer = await Volunteer(host, owner);
        using var staff = Client(host, owner);

        // The check sees what is there to see.
        Should.Throw<ShouldAssertException>(() => files[0].File.ShouldHaveNoMetadata(files[0].Name));
        var photos = (await Send(volunteer, files)).Where(photo => photo.Status == SubmissionStatus.InReview).ToList();
        photos.Count.ShouldBeGreaterThan(30);
        foreach (var photo in photos)
        {
            await ShouldShowPixelsOnly(volunteer, photo.Id);
            (await staff.GetByteArrayAsync($"{Address(photo.Id)}/variants/3")).ShouldHaveNoMetadata($"variant of {photo.Id}");
        }

        foreach (var photo in photos.Take(10))
        {
            (await staff.PutAsJsonAsync($"/api/v1/campaigns/{Campaign}/reviews/{photo.Id}", new ReviewRequest(ReviewVerdict.Accept), s_json)).EnsureSuccessStatusCode();
            (await staff.PutAsync($"/api/v1/campaigns/{Campaign}/highlights/{photo.Id}", null)).EnsureSuccessStatusCode();
        }

        (await staff.PostAsJsonAsync($"/api/v1/campaigns/{Campaign}/newsletter/issues", new PublishIssueRequest("Ten"), s_json)).EnsureSuccessStatusCode();
        var issue = await staff.GetStringAsync($"/api/v1/campaigns/{Campaign}/newsletter/issues/1");
        var pictures = DataUri().Matches(issue).Select(match => Convert.FromBase64String(match.Groups[1].Value)).ToList();
        pictures.Count.ShouldBe(10);
        pictures.ForEach(picture => picture.ShouldHaveNoMetadata("newsletter"));
        await ShouldPackPixelsOnly(staff, $"/api/v1/campaigns/{Campaign}/dataset", atLeast: 10);
        await ShouldPackPixelsOnly(volunteer, "/api/v1/volunteers/me/export", photos.Count);
    }

    [Fact]
    public void No_photo_at_hand_comes_out_with_what_its_phone_might_have_written()
    {
        var files = Directory.GetFiles(SharedFiles.Require("photos"), "*.jpg", SearchOption.AllDirectories);
        var pipeline = new PhotoPipeline();
        var seen = 0;
        Parallel.ForEach(files, file =>
        {
            var upload = Pictures.WithMetadata(file);
            Should.Throw<ShouldAssertException>(() => upload.ShouldHaveNoMetadata(file));
            if (pipeline.Examine(upload, []) is ExaminationResult.Examined photo)
            {
                photo.Master.ShouldHaveNoMetadata($"master of {file}");
                photo.Thumbnail.ShouldHaveNoMetadata($"thumbnail of {file}");
                pipeline.Render(photo.Master, PhotoView.Variant(1)).ShouldHaveNoMetadata($"variant of {file}");
                Interlocked.Increment(ref seen);
            }
        });

        seen.ShouldBeGreaterThan(files.Length * 9 / 10);
    }

    /// <summary>The generator of these pictures drew each upright scene once per EXIF orientation, 0 to 8.</summary>
    private static async Task OrientationsAreRight(
        HttpClient volunteer, List<(string Name, byte[] File, string? Code)> files, List<SubmissionResponse> photos)
    {
        foreach (var scene in new[] { "Landscape", "Portrait" })
        {
            var shown = new List<byte[]>();
            for (var index = 0; index < files.Count; index++)
            {
                if (files[index].Name.Contains($"{scene}_", StringComparison.Ordinal))
                {
                    shown.Add(await volunteer.GetByteArrayAsync($"{Address(photos[index].Id)}/photo"));
                }
            }

            shown.Count.ShouldBe(9);
            foreach (var picture in shown)
            {
                Pictures.Size(picture).ShouldBe(Pictures.Size(shown[1]));
                Pictures.Difference(picture, shown[1]).ShouldBeLessThan(12, scene);
            }
        }
    }

    private static async Task ShouldShowPixelsOnly(HttpClient client, Guid id)
    {
        (await client.GetByteArrayAsync($"{Address(id)}/thumbnail")).ShouldHaveNoMetadata($"thumbnail of {id}");
        (await client.GetByteArrayAsync($"{Address(id)}/photo")).ShouldHaveNoMetadata($"photo {id}");
    }

    private static async Task ShouldPackPixelsOnly(HttpClient client, string archive, int atLeast)
    {
        using var zip = new ZipArchive(await client.GetStreamAsync(archive));
        var pictures = zip.Entries.Where(entry => entry.Name.EndsWith(".jpg", StringComparison.Ordinal)).ToList();
        pictures.Count.ShouldBeGreaterThanOrEqualTo(atLeast);
        foreach (var entry in pictures)
        {
            using var picture = new MemoryStream();
            await using (var content = await entry.OpenAsync())
            {
                await content.CopyToAsync(picture);
            }

            picture.ToArray().ShouldHaveNoMetadata($"{entry.FullName} of {archive}");
        }
    }

    /// <summary>Sends all, four at a time, and waits until each has its fate; in the same order.</summary>
    private static async Task<List<SubmissionResponse>> Send(HttpClient volunteer, List<(string Name, byte[] File, string? Code)> files)
    {
        var ids = files.Select(_ => Guid.CreateVersion7()).ToList();
        await Parallel.ForEachAsync(Enumerable.Range(0, files.Count), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (index, token) =>
        {
            using var body = new ByteArrayContent(files[index].File) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
            using var answer = await volunteer.PutAsync($"{Address(ids[index])}?label=Apple", body, token);
            answer.StatusCode.ShouldBe(files[index].File.Length == 0 ? HttpStatusCode.BadRequest : HttpStatusCode.Created, files[index].Name);
        });
        var settled = new ConcurrentDictionary<Guid, SubmissionResponse>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (settled.Count < ids.Count)
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            foreach (var id in ids.Where(id => !settled.ContainsKey(id)))
            {
                var photo = (await volunteer.GetFromJsonAsync<SubmissionResponse>(Address(id), s_json))!;
                if (photo.Status != SubmissionStatus.Received)
                {
                    settled[id] = photo;
                }
            }
        }

        return [.. ids.Select(id => settled[id])];
    }

    private static string Address(Guid id) => $"/api/v1/campaigns/{Campaign}/submissions/{id}";

    private static long PeakMemory(int process) =>
        1024 * long.Parse(File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);

    private static async Task<HttpClient> Volunteer(HostUnderTest host, string owner)
    {
        using var staff = Client(host, owner);
        var campaign = new CreateCampaignRequest(Campaign, "Hostile", [new NewLabelRequest("Apple"), new NewLabelRequest("Pear")], "Yes.", "CC-BY-4.0");
        (await staff.PostAsJsonAsync("/api/v1/campaigns", campaign, s_json)).EnsureSuccessStatusCode();
        var answer = await staff.PostAsJsonAsync("/api/v1/volunteers", new RegisterVolunteerRequest(ShowOnLeaderboard: true), s_json);
        var volunteer = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<RegisteredVolunteer>(s_json))!;
        var http = Client(host, volunteer.Token);
        (await http.PutAsJsonAsync($"/api/v1/campaigns/{Campaign}/consent", new ConsentRequest(1, Newsletter: true), s_json)).EnsureSuccessStatusCode();
        return http;
    }

    private static HttpClient Client(HostUnderTest host, string token) => new()
    {
        BaseAddress = host.Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    [GeneratedRegex("src=\"data:image/jpeg;base64,([^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex DataUri();
}
