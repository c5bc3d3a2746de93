namespace Crowdsource.Vision.Children;

internal sealed record VisionRequest(VisionOperation Operation, IReadOnlyList<PhotoView> Views, ReadOnlyMemory<byte> Photo);
