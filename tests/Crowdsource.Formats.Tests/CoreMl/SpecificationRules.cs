using static Crowdsource.Formats.Tests.CoreMl.CoreMlFields;

namespace Crowdsource.Formats.Tests.CoreMl;

/// <summary>
/// The rules by which Apple's own validator refuses a neural network classifier (apple/coremltools, mlmodel/src/Validation: InterfaceValidators,
/// NeuralNetworkValidator, NeuralNetworkLayerValidator, QuantizationValidationUtils), and stricter: weights must be exactly as many as needed, layers
/// must agree about channels, every blob but the last must be used.
/// </summary>
internal static class SpecificationRules
{
    public static IReadOnlyList<string> Broken(byte[] file)
    {
        var model = new WireMessage(file);
        var broken = new List<string>();
        if (model.Number(SpecificationVersion) != 4 || !model.Has(Description) || !model.Has(Classifier))
        {
            return ["no neural network classifier of version 4"];
        }

        var (description, classifier) = (model.Message(Description), model.Message(Classifier));
        CheckInterface(description, classifier, broken);
        CheckLayers(description, classifier, broken);
        return broken;
    }

    private static void CheckInterface(WireMessage description, WireMessage classifier, List<string> broken)
    {
        var inputs = description.Messages(Input).ToArray();
        var image = inputs.Length == 1 && inputs[0].Text(FeatureName) != "" ? inputs[0].Message(FeatureType).Message(ImageType) : null;
        Check(image?.Number(Width) > 0 && image.Number(Height) > 0 && image.Number(ColorSpace) == Rgb, "input: one named RGB image with a size", broken);
        Check(classifier.Message(PreprocessingList).Text(FeatureName) == inputs[0].Text(FeatureName), "preprocessing: of the input", broken);

        var outputs = description.Messages(Output).ToDictionary(output => output.Text(FeatureName), output => output.Message(FeatureType));
        Check(
            outputs.TryGetValue(description.Text(PredictedFeature), out var label) && label.Has(StringType), "predicted feature: an output, a string", broken);
        Check(
            outputs.TryGetValue(description.Text(PredictedProbabilities), out var dictionary) && dictionary.Message(DictionaryType).Has(StringKey),
            "probabilities: an output, a dictionary by strings", broken);
        var labels = classifier.Message(StringLabels).Strings(LabelVector).ToArray();
        Check(labels.Length > 0 && labels.Distinct(StringComparer.Ordinal).Count() == labels.Length, "class labels: some, all different", broken);
    }

    private static void CheckLayers(WireMessage description, WireMessage classifier, List<string> broken)
    {
        var channels = new Dictionary<string, long>(StringComparer.Ordinal) { [description.Message(Input).Text(FeatureName)] = 3 };
        var names = new HashSet<string>(StringComparer.Ordinal);
        var unused = new HashSet<string>(StringComparer.Ordinal);
        foreach (var layer in classifier.Messages(LayerList))
        {
            var name = layer.Text(LayerName);
            var (inputs, outputs) = (layer.Strings(LayerInput).ToArray(), layer.Strings(LayerOutput).ToArray());
            Check(name != "" && names.Add(name), $"{name}: a name of its own", broken);
            Check(LayerKinds.Count(layer.Has) == 1, $"{name}: one kind", broken);
            Check(inputs.All(channels.ContainsKey), $"{name}: inputs that an earlier layer gives", broken);
            Check(outputs.Length == 1 && !channels.ContainsKey(outputs[0]), $"{name}: one output, given once", broken);
            var kind = LayerKinds.Single(layer.Has);
            Check(inputs.Length == (kind == AddBroadcastable ? 2 : 1), $"{name}: as many inputs as its kind has", broken);
            channels[outputs[0]] = CheckLayer(name, kind, layer.Message(kind), channels.GetValueOrDefault(inputs[0]), broken);
            Check(inputs.All(input => channels.GetValueOrDefault(input) == channels.GetValueOrDefault(inputs[0])), $"{name}: equal inputs", broken);
            unused.ExceptWith(inputs);
            unused.Add(outputs[0]);
        }

        var labels = classifier.Message(StringLabels).Strings(LabelVector).Count();
        Check(channels.GetValueOrDefault(classifier.Text(ProbabilityLayer)) == labels, "probability layer: a blob with one number per label", broken);
        Check(unused.SetEquals([classifier.Text(ProbabilityLayer)]), "every blob but the probabilities: used", broken);
    }

    /// <summary>The channels of the layer's output.</summary>
    private static long CheckLayer(string name, int kind, WireMessage layer, long channels, List<string> broken)
    {
        switch (kind)
        {
            case Convolution:
                var outputs = layer.Number(OutputChannels);
                var (kernel, groups) = (layer.Numbers(KernelSize), layer.Number(Groups));
                Check(layer.Number(KernelChannels) * groups == channels && outputs % groups == 0, $"{name}: kernels over its input's channels", broken);
                Check(kernel.Length == 2 && layer.Numbers(Stride).Length == 2 && layer.Numbers(Dilation).Length == 2, $"{name}: sizes of H and W", broken);
                Check(layer.Has(Valid) != layer.Has(Same), $"{name}: one kind of padding", broken);
                Check(layer.Message(Valid).Message(PaddingAmounts).Messages(BorderAmounts).Count() is 0 or 2, $"{name}: borders of H and W", broken);
                CheckWeights($"{name} weights", layer.Message(ConvolutionWeights), outputs * layer.Number(KernelChannels) * kernel[0] * kernel[1], outputs, broken);
                Check(layer.Has(ConvolutionBias) == (layer.Number(ConvolutionHasBias) == 1), $"{name}: a bias if it says so", broken);
                if (layer.Has(ConvolutionBias))
                {
                    CheckWeights($"{name} bias", layer.Message(ConvolutionBias), outputs, 1, broken);
                }

                return outputs;
            case Pooling:
                Check(layer.Has(PoolingValid) != layer.Has(PoolingSame), $"{name}: one kind of padding", broken);
                Check(layer.Number(PoolingType) == Average && layer.Number(GlobalPooling) == 1, $"{name}: the mean of all pixels", broken);
                return channels;
            case InnerProduct:
                Check(layer.Number(ProductInputs) == channels, $"{name}: its input's channels", broken);
                CheckWeights($"{name} weights", layer.Message(ProductWeights), channels * layer.Number(ProductOutputs), layer.Number(ProductOutputs), broken);
                Check(layer.Number(ProductHasBias) == 1, $"{name}: a bias", broken);
                CheckWeights($"{name} bias", layer.Message(ProductBias), layer.Number(ProductOutputs), 1, broken);
                return layer.Number(ProductOutputs);
            case Scale:
                Check(layer.Numbers(ScaleShape) is [var count, 1, 1] && count == channels, $"{name}: one scale per channel", broken);
                CheckWeights($"{name} scale", layer.Message(ScaleValues), channels, 1, broken);
                Check(layer.Number(ScaleHasBias) == 1 && layer.Numbers(ScaleBiasShape) is [var biases, 1, 1] && biases == channels, $"{name}: one bias per channel", broken);
                CheckWeights($"{name} bias", layer.Message(ScaleBias), channels, 1, broken);
                return channels;
            case Clip:
                Check(layer.Float(ClipMin) <= layer.Float(ClipMax), $"{name}: ends in order", broken);
                return channels;
            default:
                return channels;
        }
    }

    private static void CheckWeights(string name, WireMessage weights, long count, long rows, List<string> broken)
    {
        int[] ways = [FloatValue, Float16Value, RawValue];
        if (ways.Count(weights.Has) != 1 || weights.Has(QuantizationParams) != weights.Has(RawValue))
        {
            broken.Add($"{name}: stored in one way");
        }
        else if (!weights.Has(QuantizationParams))
        {
            Check(weights.Has(FloatValue) ? weights.Bytes(FloatValue).Length == count * 4 : weights.Bytes(Float16Value).Length == count * 2, $"{name}: {count}", broken);
        }
        else
        {
            var quantization = weights.Message(QuantizationParams);
            var bits = quantization.Number(Bits);
            Check(bits is >= 1 and <= 8, $"{name}: 1 to 8 bits", broken);
            Check(weights.Bytes(RawValue).Length == ((count * bits) + 7) / 8, $"{name}: {count} of {bits} bits", broken);
            Check(quantization.Has(Linear) != quantization.Has(LookupTable), $"{name}: a grid or a table", broken);
            Check(!quantization.Has(LookupTable) || quantization.Message(LookupTable).Floats(TableValues).Length == 1 << (int)bits, $"{name}: a full table", broken);
            Check(
                !quantization.Has(Linear) || (quantization.Message(Linear) is var grid && grid.Floats(LinearScale).Length is var steps
                    && (steps == 1 || steps == rows) && (grid.Floats(LinearBias).Length is var ends && (ends == 0 || ends == steps))),
                $"{name}: a grid for all rows or one for each", broken);
        }
    }

    private static void Check(bool holds, string rule, List<string> broken)
    {
        if (!holds)
        {
            broken.Add(rule);
        }
    }
}
