using System.Text.Json;
using Crowdsource.Domain.Blobs;
using Crowdsource.Formats;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Trainer.Nights.Resuming;
using Crowdsource.Trainer.Training;

namespace Crowdsource.Trainer.Tests.Nights.Resuming;

public sealed class StepJsonTests
{
    [Fact]
    public void A_trained_model_comes_back_bit_for_bit()
    {
        using var backbone = new PretrainedBackbone(PretrainedWeights.Load(SharedFiles.Require("weights", PretrainedWeights.FileName)));
        var model = new TrainedModel
        {
            Strategy = "linear-head",
            Network = backbone.TrunkNetwork.Append(backbone.Tail.Layers).WithHead(new float[2 * backbone.Tail.Output.Channels], [0.1f, -3e-8f]),
            AbstainBelow = 0.1f,
            Features = BlobDigest.Of([1]),
            Notes = ["A note."],
        };

        var json = JsonSerializer.SerializeToUtf8Bytes(new Kept<TrainedModel>("fruit/1", "trained", model), StepJson.Options);
        var read = JsonSerializer.Deserialize<Kept<TrainedModel>>(json, StepJson.Options).ShouldNotBeNull().Value;

        read.Network.ComputeDigest().ShouldBe(model.Network.ComputeDigest());
        read.Network.Layers.Select(layer => layer.Name).ShouldBe(model.Network.Layers.Select(layer => layer.Name));
        read.ShouldBe(model with { Network = read.Network, Notes = read.Notes });
        read.Notes.ShouldBe(model.Notes);
    }

    [Fact]
    public void A_step_that_came_to_nothing_is_a_result_too() =>
        JsonSerializer.Deserialize<Kept<Network?>>(
            JsonSerializer.SerializeToUtf8Bytes(new Kept<Network?>("fruit/1", "tail", null), StepJson.Options), StepJson.Options)
            .ShouldNotBeNull().Value.ShouldBeNull();
}
