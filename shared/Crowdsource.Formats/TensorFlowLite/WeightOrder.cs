using Crowdsource.Formats.Layers;

namespace Crowdsource.Formats.TensorFlowLite;

/// <summary>
/// From our order of a convolution's weights (out × in × height × width) to TensorFlow's (out × height × width × in, of a depthwise one
/// 1 × height × width × out) and back.
/// </summary>
internal static class WeightOrder
{
    /// <summary>The shape in the file.</summary>
    public static int[] Shape(Convolution c) =>
        c.IsDepthwise ? [1, c.Kernel, c.Kernel, c.OutChannels] : [c.OutChannels, c.Kernel, c.Kernel, c.InChannels];

    /// <summary>The axis of the output channels in the file.</summary>
    public static int ChannelAxis(bool depthwise) => depthwise ? 3 : 0;

    public static T[] ToFile<T>(T[] weights, int outChannels, int kernel, bool depthwise) => depthwise
        ? Swap(weights, 1, outChannels, kernel * kernel)
        : Swap(weights, outChannels, weights.Length / (outChannels * kernel * kernel), kernel * kernel);

    public static T[] FromFile<T>(T[] weights, int outChannels, int kernel, bool depthwise) => depthwise
        ? Swap(weights, 1, kernel * kernel, outChannels)
        : Swap(weights, outChannels, kernel * kernel, weights.Length / (outChannels * kernel * kernel));

    // outer × rows × columns becomes outer × columns × rows.
    private static T[] Swap<T>(T[] values, int outer, int rows, int columns)
    {
        if (rows == 1 || columns == 1)
        {
            return values;
        }

        var result = new T[values.Length];
        for (var o = 0; o < outer; o++)
        {
            var start = o * rows * columns;
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    result[start + (column * rows) + row] = values[start + (row * columns) + column];
                }
            }
        }

        return result;
    }
}
