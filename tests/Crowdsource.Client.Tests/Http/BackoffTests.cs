using Crowdsource.Client.Http;
using CsCheck;

namespace Crowdsource.Client.Tests.Http;

public sealed class BackoffTests
{
    private static readonly RetryOptions s_options = new() { Seed = 1, Attempts = 8, FirstDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(20) };

    [Fact]
    public void Waits_double_up_to_the_limit_and_then_end()
    {
        var backoff = new Backoff(s_options);
        double[] longest = [1, 2, 4, 8, 16, 20, 20];

        for (var failures = 1; failures <= longest.Length; failures++)
        {
            var wait = backoff.After(failures, retryAfter: null)!.Value.TotalSeconds;
            wait.ShouldBeInRange(longest[failures - 1] / 2, longest[failures - 1]);
        }

        backoff.After(8, retryAfter: null).ShouldBeNull();
    }

    [Fact]
    public void The_same_seed_waits_the_same_and_another_one_otherwise()
    {
        TimeSpan?[] Waits(int seed)
        {
            var backoff = new Backoff(s_options with { Seed = seed });
            return [.. Enumerable.Range(1, 7).Select(failures => backoff.After(failures, retryAfter: null))];
        }

        Waits(7).ShouldBe(Waits(7));
        Waits(7).ShouldNotBe(Waits(8));
    }

    [Fact]
    public void A_server_is_never_asked_earlier_than_it_wants()
    {
        Gen.Select(Gen.Int[1, 7], Gen.Int[0, 20], Gen.Int).Sample((failures, seconds, seed) =>
            new Backoff(s_options with { Seed = seed }).After(failures, TimeSpan.FromSeconds(seconds)) >= TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public void A_server_that_wants_to_be_left_alone_for_long_is()
    {
        new Backoff(s_options).After(1, TimeSpan.FromMinutes(5)).ShouldBeNull();
    }
}
