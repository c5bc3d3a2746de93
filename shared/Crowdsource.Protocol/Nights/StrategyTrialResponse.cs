namespace Crowdsource.Protocol.Nights;

/// <summary>A way to train that a night tried, judged on validation photos, which it did not learn from.</summary>
/// <param name="Strategy">Such as <c>linear-head</c> or <c>tail-tuning</c>.</param>
/// <param name="Photos">Validation photos that judged.</param>
/// <param name="Top1">Share of their views (upright, turned, blurred, off-centre) with the right answer.</param>
/// <param name="Top1Interval">Its Wilson 95 % interval.</param>
/// <param name="Seconds">What it took.</param>
/// <param name="ChangedBytes">Bytes of weights that phones would download anew, about.</param>
/// <param name="Chosen">Whether it made the night's model.</param>
public sealed record StrategyTrialResponse(
    string Strategy, int Photos, double Top1, IntervalDocument Top1Interval, double Seconds, long ChangedBytes, bool Chosen);
