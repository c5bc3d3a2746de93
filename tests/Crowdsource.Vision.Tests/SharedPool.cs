using Crowdsource.Vision.Children;
using Crowdsource.Vision.Tests;

[assembly: AssemblyFixture(typeof(SharedPool))]

namespace Crowdsource.Vision.Tests;

/// <summary>Two real children for all tests that do not kill theirs.</summary>
public sealed class SharedPool : IAsyncDisposable
{
    public VisionPool Vision { get; } = new(new VisionPoolOptions { Children = 2, TimeLimit = TimeSpan.FromMinutes(2) }, TimeProvider.System);

    public ValueTask DisposeAsync() => Vision.DisposeAsync();
}
