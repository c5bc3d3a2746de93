using System.Diagnostics;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.Formats.Tests.TensorFlowLite;

public sealed class TfliteReaderTests
{
    [Fact]
    public void What_was_written_is_read_as_the_very_same_network()
    {
        var classifier = SmallNetworks.Classifier(seed: 1);
        foreach (var network in (Network[])[classifier, classifier.Backbone(), classifier.Until("block5.add"), TfliteSamples.Unusual(1)])
        {
            var read = TfliteReader.Read(TfliteWriter.Write(network));
            read.Name.ShouldBe(network.Name);
            read.ComputeDigest().ShouldBe(network.ComputeDigest());

            var quantized = TfliteSamples.Quantized(network);
            var file = TfliteWriter.Write(quantized);
            TfliteReader.ReadQuantized(file).ComputeDigest().ShouldBe(quantized.ComputeDigest());
            TfliteReader.Read(file).ComputeDigest().ShouldBe(quantized.Network.ComputeDigest());
        }
    }

    [Theory]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(160)]
    public void Every_input_size_is_read_as_it_was_written(int size)
    {
        var network = SmallNetworks.Backbone(1).ForInput(size);
        TfliteReader.Read(TfliteWriter.Write(network)).ComputeDigest().ShouldBe(network.ComputeDigest());
    }

    [Fact]
    public void The_pretrained_weights_are_the_same_in_a_file_of_ours()
    {
        var network = PretrainedWeights.Load(SharedFiles.Require("weights", PretrainedWeights.FileName)).Network;
        var read = PretrainedWeights.Read(TfliteWriter.Write(network));
        read.Network.ComputeDigest().ShouldBe(network.ComputeDigest());
        read.AreKnown.ShouldBeFalse();
    }

    [Fact]
    public void A_file_that_computes_otherwise_than_a_quantised_network_is_not_read_as_one()
    {
        var known = File.ReadAllBytes(SharedFiles.Require("weights", PretrainedWeights.FileName));
        Should.Throw<InvalidDataException>(() => TfliteReader.ReadQuantized(known)).Message.ShouldContain("works on codes");
        Should.Throw<InvalidDataException>(() => TfliteReader.ReadQuantized(TfliteWriter.Write(SmallNetworks.Classifier(1))))
            .Message.ShouldContain("not put on an int8 grid");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_damaged_file_is_read_or_refused_soon_and_nothing_else(bool quantized)
    {
        var network = TfliteSamples.Unusual(1);
        var file = quantized ? TfliteWriter.Write(TfliteSamples.Quantized(network)) : TfliteWriter.Write(network);
        var random = new Random(7);
        var refused = 0;
        var start = Stopwatch.GetTimestamp();
        const int Attempts = 20_000;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            byte[] damaged = [.. file];
            for (var i = random.Next(1, 5); i > 0; i--)
            {
                var at = random.Next(file.Length);
                damaged[at] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => (byte)(damaged[at] ^ (1 << random.Next(8))), _ => byte.MaxValue };
            }

            try
            {
                _ = quantized ? TfliteReader.ReadQuantized(damaged).Network : TfliteReader.Read(damaged);
            }
            catch (InvalidDataException error)
            {
                error.Message.ShouldStartWith("This is not a TensorFlow Lite model that can be read: ");
                refused++;
            }
        }

        refused.ShouldBeInRange(Attempts / 10, Attempts - 1);
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Every_truncated_file_is_refused()
    {
        var file = TfliteWriter.Write(TfliteSamples.Unusual(1));
        for (var length = 0; length < file.Length - 200; length += 7)
        {
            Should.Throw<InvalidDataException>(() => TfliteReader.Read(file[..length]));
        }
    }
}
