namespace Crowdsource.Trainer.Export;

/// <summary>One picture that artifacts are compared on.</summary>
/// <param name="Photo">Digest of the clean master.</param>
/// <param name="View">Key of a <see cref="Vision.PhotoView"/>: the photo itself or a variant.</param>
internal sealed record ParityView(string Photo, string View);
