using Crowdsource.Domain.Imaging;
using Crowdsource.Vision.Photos;

namespace Crowdsource.Vision.Children;

/// <summary>How photos are processed in children of this process.</summary>
public sealed class VisionPoolOptions
{
    public const string Section = "Crowdsource:Vision";

    /// <summary>The child's assembly; it is started with <c>dotnet exec</c>. Default: beside the host.</summary>
    public string ChildPath { get; set; } = Path.Combine(AppContext.BaseDirectory, "Crowdsource.Augmenter.Child.dll");

    /// <summary>How many photos are worked on at the same time, 1 to 256. Children start when they are needed.</summary>
    public int Children { get; set; } = Environment.ProcessorCount;

    /// <summary>For one photo.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>For a child to be ready, on a machine that is busy.</summary>
    public TimeSpan StartLimit { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Resident memory of one child, in bytes; a photo of 100 megapixels needs 450 MB.</summary>
    public long MemoryLimit { get; set; } = 700L * 1024 * 1024;

    /// <summary>A child is replaced after this many photos, so that what one photo may have left behind does not stay.</summary>
    public int PhotosPerChild { get; set; } = 400;

    public PhotoThresholds Thresholds { get; set; } = PhotoThresholds.Default;

    public Preprocessing Preprocessing { get; set; } = Preprocessing.Default;
}
