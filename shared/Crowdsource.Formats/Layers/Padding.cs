namespace Crowdsource.Formats.Layers;

/// <summary>Rows and columns of zeros around an image before a convolution, in pixels.</summary>
/// <param name="Top">Rows above, 0 or more.</param>
/// <param name="Left">Columns to the left, 0 or more.</param>
/// <param name="Bottom">Rows below, 0 or more.</param>
/// <param name="Right">Columns to the right, 0 or more.</param>
public readonly record struct Padding(int Top, int Left, int Bottom, int Right)
{
    /// <summary>
    /// TensorFlow's SAME padding of a square image: the result has ceil(size / stride) pixels, and what cannot be halved goes to the
    /// bottom and right. A 3×3 convolution of stride 2 over an even size is therefore padded [0, 0, 1, 1], not torch's [1, 1, 1, 1]:
    /// with the latter the ImageNet weights lose nine points.
    /// </summary>
    /// <param name="size">Width and height of the image in pixels.</param>
    /// <param name="kernel">Width and height of the kernel in pixels.</param>
    /// <param name="stride">Step in pixels.</param>
    public static Padding Same(int size, int kernel, int stride) => Same(new ActivationShape(1, size, size), kernel, stride);

    /// <summary>As the other, of any image.</summary>
    public static Padding Same(ActivationShape image, int kernel, int stride)
    {
        var (top, bottom) = Along(image.Height, kernel, stride);
        var (left, right) = Along(image.Width, kernel, stride);
        return new Padding(top, left, bottom, right);
    }

    private static (int Before, int After) Along(int size, int kernel, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(kernel);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        var results = (size + stride - 1) / stride;
        var total = Math.Max(((results - 1) * stride) + kernel - size, 0);
        return (total / 2, total - (total / 2));
    }
}
