using System.Diagnostics;
using Crowdsource.Vision.Children;
using Microsoft.Extensions.Time.Testing;

namespace Crowdsource.Vision.Tests.Children;

public sealed class VisionPoolTests
{
    private static readonly byte[] s_photo = Pictures.Jpeg(Pictures.Disc(400, 300));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_child_costs_one_attempt()
    {
        await using var vision = await StartedPool(TimeProvider.System);
        var child = vision.ProcessIds.Single();
        await Signal("STOP", child);

        var attempt = vision.Examine(s_photo, [], Cancellation);
        await Signal("KILL", child);

        (await attempt).ShouldBe(new ExaminationResult.Failed(VisionFailure.Died));
        (await vision.Examine(s_photo, [], Cancellation)).ShouldBeOfType<ExaminationResult.Examined>();
    }

    [Fact]
    public async Task A_child_that_dies_between_photos_costs_nothing()
    {
        await using var vision = await StartedPool(TimeProvider.System);
        using var child = Process.GetProcessById(vision.ProcessIds.Single());
        child.Kill();
        await child.WaitForExitAsync(Cancellation);

        (await vision.Examine(s_photo, [], Cancellation)).ShouldBeOfType<ExaminationResult.Examined>();
    }

    [Fact]
    public async Task A_child_that_hangs_is_killed_when_its_time_is_over()
    {
        var clock = new FakeTimeProvider();
        await using var vision = await StartedPool(clock);
        await Signal("STOP", vision.ProcessIds.Single());

        var attempt = vision.Examine(s_photo, [], Cancellation);
        attempt.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(20));

        (await attempt).ShouldBe(new ExaminationResult.Failed(VisionFailure.TimedOut));
        (await vision.Examine(s_photo, [], Cancellation)).ShouldBeOfType<ExaminationResult.Examined>();
    }

    [Fact]
    public async Task A_child_that_takes_too_much_memory_is_killed()
    {
        await using var vision = new VisionPool(new VisionPoolOptions { Children = 1, MemoryLimit = 1024 * 1024 }, TimeProvider.System);
        (await vision.Examine(s_photo, [], Cancellation)).ShouldBe(new ExaminationResult.Failed(VisionFailure.MemoryLimit));
        (await vision.Preprocess(s_photo, Cancellation)).ShouldBe(new PreprocessingResult.Failed(VisionFailure.MemoryLimit));
    }

    [Fact]
    public async Task A_photo_that_nobody_waits_for_is_given_up()
    {
        await using var vision = await StartedPool(TimeProvider.System);
        await Signal("STOP", vision.ProcessIds.Single());
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var attempt = vision.Examine(s_photo, [], impatient.Token);
        await impatient.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(attempt);
        (await vision.Examine(s_photo, [], Cancellation)).ShouldBeOfType<ExaminationResult.Examined>();
    }

    [Fact]
    public async Task A_child_is_replaced_after_its_share_of_photos()
    {
        await using var vision = new VisionPool(new VisionPoolOptions { Children = 1, PhotosPerChild = 2 }, TimeProvider.System);
        await vision.Examine(s_photo, [], Cancellation);
        var first = vision.ProcessIds.Single();
        await vision.Examine(s_photo, [], Cancellation);
        await vision.Examine(s_photo, [], Cancellation);

        vision.ProcessIds.Single().ShouldNotBe(first);
    }

    [Fact]
    public async Task A_child_has_limits_and_none_of_the_hosts_secrets()
    {
        Environment.SetEnvironmentVariable("CROWDSOURCE_TEST_SECRET", "hunter2");
        await using var vision = await StartedPool(TimeProvider.System);
        var child = vision.ProcessIds.Single();

        (await File.ReadAllTextAsync($"/proc/{child}/environ", Cancellation)).ShouldNotContain("hunter2");
        var limits = await File.ReadAllLinesAsync($"/proc/{child}/limits", Cancellation);
        Hard("Max core file size").ShouldBe("0");
        Hard("Max file size").ShouldBe("0");
        Hard("Max data size").ShouldBe("1073741824");
        (await File.ReadAllTextAsync($"/proc/{child}/status", Cancellation)).ShouldContain("NoNewPrivs:\t1");

        string Hard(string name) =>
            limits.Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
    }

    [Fact]
    public async Task A_child_ends_when_its_parent_is_gone_even_at_work()
    {
        await using var vision = await StartedPool(TimeProvider.System);
        using var child = Process.GetProcessById(vision.ProcessIds.Single());
        using var orphan = Process.Start(new ProcessStartInfo("dotnet", ["exec", new VisionPoolOptions().ChildPath, """{"Thresholds":{},"Preprocessing":{}}"""])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        // The empty frame: it is ready.
        await orphan.StandardOutput.BaseStream.ReadExactlyAsync(new byte[4], Cancellation);
        orphan.StandardInput.Close();
        await orphan.WaitForExitAsync(Cancellation);

        orphan.ExitCode.ShouldBe(0);
        child.HasExited.ShouldBeFalse("only its own parent counts");
    }

    [Fact]
    public async Task A_pool_that_is_disposed_leaves_no_child()
    {
        var vision = await StartedPool(TimeProvider.System);
        using var child = Process.GetProcessById(vision.ProcessIds.Single());
        await vision.DisposeAsync();

        await child.WaitForExitAsync(Cancellation);
        vision.ProcessIds.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_child_that_cannot_start_is_no_photos_fault()
    {
        Should.Throw<FileNotFoundException>(() => new VisionPool(new VisionPoolOptions { ChildPath = "nowhere.dll" }, TimeProvider.System));
        await using var vision = new VisionPool(new VisionPoolOptions { Children = 1, ChildPath = typeof(VisionPool).Assembly.Location }, TimeProvider.System);
        await Should.ThrowAsync<InvalidOperationException>(() => vision.Examine(s_photo, [], Cancellation));
    }

    [Fact]
    public async Task A_damaged_master_is_a_fault()
    {
        await using var vision = await StartedPool(TimeProvider.System);
        await Should.ThrowAsync<InvalidDataException>(() => vision.Prepare(s_photo.AsMemory(0, 700), [PhotoView.Original], Cancellation));
        await Should.ThrowAsync<InvalidDataException>(() => vision.Render("no picture"u8.ToArray(), PhotoView.Original, Cancellation));
    }

    private static async Task<VisionPool> StartedPool(TimeProvider clock)
    {
        var vision = new VisionPool(new VisionPoolOptions { Children = 1 }, clock);
        (await vision.Examine(s_photo, [], Cancellation)).ShouldBeOfType<ExaminationResult.Examined>();
        return vision;
    }

    private static async Task Signal(string signal, int process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        await kill.WaitForExitAsync(Cancellation);
    }
}
