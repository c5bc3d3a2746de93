namespace Crowdsource.Formats.Tests.CoreMl;

/// <summary>Field numbers from apple/coremltools, mlmodel/format: Model.proto, FeatureTypes.proto, NeuralNetwork.proto.</summary>
internal static class CoreMlFields
{
    public const int SpecificationVersion = 1, Description = 2, Classifier = 403;
    public const int Input = 1, Output = 10, PredictedFeature = 11, PredictedProbabilities = 12, Metadata = 100;
    public const int FeatureName = 1, FeatureType = 3, StringType = 3, ImageType = 4, DictionaryType = 6, StringKey = 2;
    public const int Width = 1, Height = 2, ColorSpace = 3, Rgb = 20;
    public const int LayerList = 1, PreprocessingList = 2, ImageMapping = 6, StringLabels = 100, ProbabilityLayer = 200, LabelVector = 1;
    public const int Scaler = 10, ChannelScale = 10, BlueBias = 20, GreenBias = 21, RedBias = 22;
    public const int LayerName = 1, LayerInput = 2, LayerOutput = 3;
    public const int Convolution = 100, Pooling = 120, InnerProduct = 140, Scale = 245, Clip = 660, AddBroadcastable = 880, SoftmaxNd = 950, FlattenTo2D = 1130;
    public const int OutputChannels = 1, KernelChannels = 2, Groups = 10, KernelSize = 20, Stride = 30, Dilation = 40, Valid = 50, Same = 51;
    public const int ConvolutionHasBias = 70, ConvolutionWeights = 90, ConvolutionBias = 91, PaddingAmounts = 1, BorderAmounts = 10, EdgeStart = 1, EdgeEnd = 2;
    public const int PoolingType = 1, Average = 1, PoolingValid = 30, PoolingSame = 31, GlobalPooling = 60;
    public const int ProductInputs = 1, ProductOutputs = 2, ProductHasBias = 10, ProductWeights = 20, ProductBias = 21;
    public const int ScaleShape = 1, ScaleValues = 2, ScaleHasBias = 3, ScaleBiasShape = 4, ScaleBias = 5;
    public const int ClipMin = 1, ClipMax = 2, Axis = 1;
    public const int FloatValue = 1, Float16Value = 2, RawValue = 30, QuantizationParams = 40, Bits = 1, Linear = 101, LookupTable = 102;
    public const int LinearScale = 1, LinearBias = 2, TableValues = 1;

    public static readonly int[] LayerKinds = [Convolution, Pooling, InnerProduct, Scale, Clip, AddBroadcastable, SoftmaxNd, FlattenTo2D];
}
