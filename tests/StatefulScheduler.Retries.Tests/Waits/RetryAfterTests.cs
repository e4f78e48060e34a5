using System.Net;
using System.Net.Http.Headers;
using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Waits;

public class RetryAfterTests
{
    private readonly TestClock clock = new();

    [Fact]
    public void A_policy_waits_as_long_as_it_is_told_and_its_backoff_begins_anew()
    {
        var policy = new RetryPolicy(new() { Backoff = BackoffKind.Exponential, Delay = Second, MaxAttempts = 7, TimeProvider = clock });

        policy.TryExecute(new Script(Plain, Plain, Busy(20), Plain, Plain, Busy(5), Plain).Call);

        Assert.Equal([1, 2, 20, 1, 2, 5], clock.Slept.Select(delay => delay.TotalSeconds));
    }

    [Fact]
    public void A_decision_for_the_store_knows_it_too()
    {
        var policy = new RetryPolicy(new() { Backoff = BackoffKind.Exponential, Delay = Second, MaxAttempts = 9 });
        var (progress, delays) = (RetryProgress.Start(TestClock.Start), new List<double>());
        foreach (var error in new[] { Plain, Plain, Busy(20), Plain, Plain })
        {
            var decision = policy.Decide(progress, error, TestClock.Start);
            delays.Add(decision.Delay.TotalSeconds);
            progress = decision.Next;
        }

        Assert.Equal([1, 2, 20, 1, 2], delays);
    }

    [Fact]
    public void Who_asks_for_too_much_or_for_no_further_attempt_is_left_in_peace()
    {
        foreach (var seconds in new[] { 61, -1 })
        {
            var script = new Script(Busy(seconds));
            var outcome = new RetryPolicy(new() { TimeProvider = clock }).TryExecute(script.Call);
            Assert.Equal((RetryEnd.Stopped, 1), (outcome.End, script.Calls));
            Assert.IsType<BusyException>(outcome.Exception);
        }

        new RetryPolicy(new() { MaxRetryAfter = TimeSpan.FromHours(1), TimeProvider = clock }).TryExecute(new Script(Busy(600), 1).Call);
        Assert.Equal([600], clock.Slept.Select(delay => delay.TotalSeconds));
    }

    [Fact]
    public void It_is_found_in_what_an_exception_wraps_and_in_results()
    {
        var policy = new RetryPolicy(new() { RetryIf = RetryIf.Exception() | RetryIf.Result<object>(result => result is Answer { RetryAfter: not null }), MaxAttempts = 9, TimeProvider = clock });

        policy.Execute(new Script(new IOException("x", Busy(2)), new Answer(Seconds(3)), new Answer(null)).Call);
        policy.With(options => options.RetryIf = RetryIf.Result<Answer>(answer => answer.RetryAfter is not null)).Execute<Answer>(_ => new(clock.Slept.Count < 3 ? Seconds(4) : null));

        Assert.Equal([2, 3, 4], clock.Slept.Select(delay => delay.TotalSeconds));
    }

    [Fact]
    public void It_is_read_from_the_responses_of_HTTP_as_seconds_or_date()
    {
        var policy = new RetryPolicy(new() { RetryIf = RetryIf.Result<HttpResponseMessage>(response => !response.IsSuccessStatusCode), MaxAttempts = 9, TimeProvider = clock });
        HttpResponseMessage[] responses =
        [
            Response(new(Seconds(7))), Response(new(TestClock.Start + Seconds(17))), Response(new(TestClock.Start)), new(HttpStatusCode.OK),
        ];

        var last = policy.Execute(new Script([.. responses]).Call);

        Assert.Same(responses[3], last);
        Assert.Equal([7, 10], clock.Slept.Select(delay => delay.TotalSeconds));
    }

    [Theory]
    [InlineData("120", 120.0)]
    [InlineData("Thu, 01 Jan 2026 00:01:30 GMT", 90.0)]
    [InlineData("Wed, 31 Dec 2025 23:59:59 GMT", 0.0)]
    [InlineData("soon", null)]
    [InlineData("-1", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_header_is_seconds_or_a_date(string? text, double? seconds) =>
        Assert.Equal(seconds, RetryAfterHeader.Parse(text, TestClock.Start)?.TotalSeconds);

    private static Exception Plain => new IOException("plain");

    private static BusyException Busy(double seconds) => new BusyException(Seconds(seconds));

    private static HttpResponseMessage Response(RetryConditionHeaderValue header) => new(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = header } };

    private sealed class BusyException(TimeSpan after) : Exception("busy"), IRetryAfter
    {
        public TimeSpan? RetryAfter => after;
    }

    private readonly record struct Answer(TimeSpan? RetryAfter) : IRetryAfter;
}
