using Crowdsource.Formats.Activations;
using Crowdsource.Formats.Layers;
using Shouldly;
using Xunit;

namespace Crowdsource.Formats.Tests.Activations;

public sealed class PackedActivationsTests
{
    private static readonly ActivationShape s_shape = new(5, 4, 3);

    [Fact]
    public void Each_channel_is_kept_to_a_256th_of_its_range()
    {
        var values = SmallNetworks.Uniform(new Random(1), 60, 1);
        for (var i = 12; i < 24; i++)
        {
            values[i] = 1000 + (values[i] * 30);
        }

        // Channels that never vary come back as they were.
        values.AsSpan(36, 12).Fill(-2.5f);
        values.AsSpan(48, 12).Clear();

        var packed = PackedActivations.Pack(values, s_shape);
        var stored = packed.Stored.ToArray();
        var read = new float[60];
        PackedActivations.Read(stored, s_shape).Unpack(read);

        stored.Length.ShouldBe(PackedActivations.StoredLength(s_shape));
        for (var i = 0; i < values.Length; i++)
        {
            var tolerance = (i / 12) switch { 1 => 0.5 + (60.0 / 255), < 3 => 2.0 / 255, _ => 1e-9 };
            read[i].ShouldBe(values[i], tolerance);
        }
    }

    [Fact]
    public void What_cannot_be_kept_is_refused()
    {
        Should.Throw<ArgumentException>(() => PackedActivations.Pack(new float[59], s_shape));
        Should.Throw<ArgumentException>(() => PackedActivations.Pack([.. new float[59], float.NaN], s_shape));
        Should.Throw<ArgumentException>(() => PackedActivations.Pack([.. new float[59], 1e8f], s_shape));
        Should.Throw<InvalidDataException>(() => PackedActivations.Read(new byte[7], s_shape));
    }
}
