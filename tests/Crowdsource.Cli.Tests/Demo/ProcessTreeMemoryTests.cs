using Crowdsource.Cli.Demo.Server;
using Shouldly;
using Xunit;

namespace Crowdsource.Cli.Tests.Demo;

public sealed class ProcessTreeMemoryTests
{
    [Fact]
    public void A_process_holds_what_it_touched()
    {
        var before = ProcessTreeMemory.Measure(Environment.ProcessId);
        var block = GC.AllocateUninitializedArray<byte>(64 << 20, pinned: true);
        block.AsSpan().Fill(1);
        ProcessTreeMemory.Measure(Environment.ProcessId).ShouldBeGreaterThan(before + (32 << 20));
        GC.KeepAlive(block);
    }

    [Fact]
    public void A_process_that_is_gone_holds_nothing() => ProcessTreeMemory.Measure(int.MaxValue).ShouldBe(0);
}
