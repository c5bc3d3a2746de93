namespace Crowdsource.Vision.Children;

internal enum VisionOperation : byte
{
    Examine,
    Prepare,
    Preprocess,
    Render,
}
