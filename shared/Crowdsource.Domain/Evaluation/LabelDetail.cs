namespace Crowdsource.Domain.Evaluation;

/// <param name="Id">Stable within the campaign.</param>
/// <param name="Name">As it was that night.</param>
/// <param name="Train">Photos trained on.</param>
/// <param name="Validation">Photos to choose by.</param>
/// <param name="Test">Photos to measure on.</param>
/// <param name="Anchor">Photos that curators have locked.</param>
/// <param name="Right">Test photos that were recognised.</param>
/// <param name="NoneOfThese">Whether it stands for all that no other label is.</param>
public sealed record LabelDetail(int Id, string Name, int Train, int Validation, int Test, int Anchor, int Right, bool NoneOfThese = false);
