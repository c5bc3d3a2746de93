namespace Crowdsource.Formats.Palettes;

/// <summary>Numbers that are near each other.</summary>
/// <param name="Count">How many.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="SquareSum">The sum of their squares.</param>
internal readonly record struct WeightedBin(long Count, double Sum, double SquareSum)
{
    public double Mean => Sum / Count;

    /// <summary>The squared error of replacing each by their mean.</summary>
    public double Error => Count == 0 ? 0 : Math.Max(SquareSum - (Sum * Sum / Count), 0);

    public WeightedBin With(float number) => new(Count + 1, Sum + number, SquareSum + ((double)number * number));

    public static WeightedBin operator +(WeightedBin one, WeightedBin other) =>
        new(one.Count + other.Count, one.Sum + other.Sum, one.SquareSum + other.SquareSum);

    public static WeightedBin operator -(WeightedBin one, WeightedBin other) =>
        new(one.Count - other.Count, one.Sum - other.Sum, one.SquareSum - other.SquareSum);
}
