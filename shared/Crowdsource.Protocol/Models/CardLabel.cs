using Crowdsource.Protocol.Nights;

namespace Crowdsource.Protocol.Models;

/// <summary>What a version learned of a label, and how well.</summary>
/// <param name="Label">Its name as it was that night.</param>
/// <param name="Train">Photos trained on.</param>
/// <param name="Validation">Photos used to choose between settings.</param>
/// <param name="Test">Photos measured on.</param>
/// <param name="Anchor">Photos that curators have locked.</param>
/// <param name="Right">Test photos that were recognised.</param>
/// <param name="Interval">Wilson 95 % interval of that share.</param>
/// <param name="Gained">Test photos that the version before did not recognise and this one does; null where the two were not compared.</param>
/// <param name="Lost">The other way round.</param>
/// <param name="NoneOfThese">Whether it stands for everything else: apps show no answer where the model says it.</param>
public sealed record CardLabel(
    string Label, int Train, int Validation, int Test, int Anchor, int Right, IntervalDocument Interval, int? Gained, int? Lost,
    bool NoneOfThese);
