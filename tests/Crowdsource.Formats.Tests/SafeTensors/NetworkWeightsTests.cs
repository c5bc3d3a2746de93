using System.Text;
using Crowdsource.Formats.SafeTensors;
using Shouldly;
using Xunit;

namespace Crowdsource.Formats.Tests.SafeTensors;

public sealed class NetworkWeightsTests
{
    private static readonly Network s_network = SmallNetworks.Classifier(1);
    private static readonly Network s_other = SmallNetworks.Classifier(2);

    [Fact]
    public void What_is_written_is_read_back_into_the_same_structure()
    {
        var file = NetworkWeights.Write(s_network);

        NetworkWeights.Read(file, s_other).ComputeDigest().ShouldBe(s_network.ComputeDigest());
        NetworkWeights.Write(s_network).ShouldBe(file);
        Encoding.UTF8.GetString(file, 8, 80).ShouldStartWith("""{"stem.weights":{"dtype":"F32","shape":[8,3,3,3],"data_offsets":[0,864]}""");
    }

    [Fact]
    public void Files_of_another_structure_and_damaged_ones_are_refused()
    {
        var file = NetworkWeights.Write(s_network);

        Should.Throw<InvalidDataException>(() => NetworkWeights.Read(NetworkWeights.Write(SmallNetworks.Backbone(1)), s_network))
            .Message.ShouldContain("no safetensors file");
        Should.Throw<InvalidDataException>(() => NetworkWeights.Read(NetworkWeights.Write(SmallNetworks.Classifier(1, labels: 3)), s_network));
        Should.Throw<InvalidDataException>(() => NetworkWeights.Read("{}"u8.ToArray(), s_network));
        for (var length = 0; length < file.Length; length += 997)
        {
            Should.Throw<InvalidDataException>(() => NetworkWeights.Read(file.AsMemory(0, length), s_network));
        }
    }
}
