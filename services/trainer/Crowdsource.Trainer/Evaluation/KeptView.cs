namespace Crowdsource.Trainer.Evaluation;

/// <param name="Photo">Digest of the clean master.</param>
/// <param name="View">Key of the view.</param>
/// <param name="Backbone">See <see cref="Inference.ClassifierParts.BackboneId"/>.</param>
internal readonly record struct KeptView(string Photo, string View, string Backbone);
