namespace Crowdsource.Benchmarks;

/// <param name="Ours">Units per second, median.</param>
/// <param name="Peer">The peer's.</param>
/// <param name="Ratio">Ours by the peer's of the same round, median: above 1 is faster.</param>
/// <param name="Low">The smallest ratio.</param>
/// <param name="High">The largest ratio.</param>
internal sealed record Score(double Ours, double Peer, double Ratio, double Low, double High);
