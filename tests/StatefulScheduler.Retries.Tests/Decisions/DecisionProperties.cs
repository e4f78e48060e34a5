using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Decisions;

public class DecisionProperties
{
    private static readonly Gen<TimeSpan?> Spans = Gen.OneOf(Gen.Constant<TimeSpan?>(null), Gen.Choose(1, 5_000).Select(ms => (TimeSpan?)TimeSpan.FromMilliseconds(ms)));

    private static readonly Gen<RetryCondition?> Conditions = Gen.Elements<RetryCondition?>(
        null, RetryIf.Exception<IOException>() | RetryIf.Result<object?>(result => result is null), !RetryIf.Exception<TimeoutException>(), RetryIf.When(state => state.AttemptNumber < 4 || state.Failed));

    // As a host binds them: every kind of backoff, most of them random, with and without limits.
    private static readonly Gen<RetryOptions> Options =
        from backoff in Gen.Elements(Enum.GetValues<BackoffKind>())
        from delay in Spans
        from more in Spans
        from attempts in Gen.Choose(1, 9)
        from duration in Spans
        from longestTold in Gen.Choose(0, 10)
        from condition in Conditions
        select new RetryOptions
        {
            Backoff = backoff,
            Delay = delay,
            MaxDelay = more is null ? null : (delay ?? TimeSpan.Zero) + more,
            MaxAttempts = attempts,
            MaxDuration = duration * 4,
            MaxRetryAfter = Seconds(longestTold),
            RetryIf = condition,
        };

    private static readonly Gen<object?[]> Outcomes =
        Gen.Elements<object?>(1, null, new IOException("io"), new TimeoutException("late"), new TryAgainException(), new OperationCanceledException(), new Busy(Seconds(2)), new Busy(Seconds(8)), new Busy(Seconds(-1)))
            .ArrayOf(8).Select(outcomes => outcomes.Append(new IOException("end")).ToArray());

    private static readonly Gen<Case> Cases =
        from options in Options
        from outcomes in Outcomes
        from seed in Gen.Choose(0, int.MaxValue)
        from attemptTime in Gen.Choose(0, 2_000)
        select new Case(options, outcomes, seed, TimeSpan.FromMilliseconds(attemptTime));

    private static readonly Gen<RetryProgress> Progresses =
        from attempt in Gen.Choose(1, 50)
        from began in Gen.Choose(0, int.MaxValue)
        from idle in Gen.Choose(0, 100_000)
        from next in Gen.Elements<DateTimeOffset?>(null, TestClock.Start, DateTimeOffset.MaxValue)
        from text in Gen.Elements<string?>(null, "", "import", "\"ü\u2028\0", "заказ 7")
        from backoffFrom in Gen.Choose(0, attempt - 1)
        select new RetryProgress(attempt, TestClock.Start.AddTicks(began), TimeSpan.FromTicks(idle)) { NextAttemptAt = next, LastError = text, Key = text, BackoffFrom = backoffFrom };

    [Fact]
    public void A_stored_sequence_with_random_delays_is_the_one_that_a_call_makes() => Prop.ForAll(Cases.ToArbitrary(), given =>
        given.Called() is var called && given.Stored() is var stored && called.End == stored.End && called.Attempts == stored.Attempts && called.IdleFor == stored.IdleFor && called.Delays.SequenceEqual(stored.Delays))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void The_same_arguments_give_the_same_decision_random_delays_included() => Prop.ForAll(Options.Zip(Progresses).ToArbitrary(), given =>
    {
        var (options, progress) = given;
        options.RetryIf = RetryIf.Always;
        var now = progress.FirstAttemptAt + Second;
        var error = new IOException();
        var (one, other) = (new RetryPolicy(options), new RetryPolicy(options));
        return one.Decide(progress, error, now) == one.Decide(progress, error, now)
            && one.Decide(progress, error, now) == other.Decide(progress, error, now)
            && one.DecideResult(progress, 7, now) == other.DecideResult(progress, 7, now)
            && one.DecideResult(progress, 7, now).Delay == one.Decide(progress, error, now).Delay;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_deadline_takes_decisions_away_and_changes_none() => Prop.ForAll(Options.Zip(Progresses).Zip(Gen.Choose(-1_000, 10_000)).ToArbitrary(), given =>
    {
        var ((options, progress), untilDeadline) = given;
        var policy = new RetryPolicy(options);
        var now = progress.FirstAttemptAt;
        var deadline = now.AddMilliseconds(untilDeadline);
        var (free, bound) = (policy.Decide(progress, new IOException(), now), policy.Decide(progress, new IOException(), now, deadline));
        return !free.Retry || now + free.Delay < deadline ? bound == free : bound == new RetryDecision(false, RetryEnd.DeadlineReached, TimeSpan.Zero, progress);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Progress_survives_json() => Prop.ForAll(Progresses.ToArbitrary(), progress =>
        JsonSerializer.Deserialize<RetryProgress>(JsonSerializer.Serialize(progress)) == progress).QuickCheckThrowOnFailure();

    private sealed record Case(RetryOptions Options, object?[] Outcomes, int Seed, TimeSpan AttemptTime)
    {
        public Sequence Called()
        {
            var clock = new ImmediateClock();
            var delays = new List<TimeSpan>();
            var script = new Script(Outcomes);
            var policy = Policy().With(options =>
            {
                options.TimeProvider = clock;
                options.BeforeDelay = state => delays.Add(state.NextDelay);
            });
            var outcome = policy.TryExecute(token =>
            {
                clock.Advance(AttemptTime);
                return script.Call(token);
            });
            return new(outcome.End, outcome.Statistics.Attempts, outcome.Statistics.IdleFor, delays);
        }

        // As a scheduler does it: decide, write down, forget everything, read it again when it is due.
        public Sequence Stored()
        {
            var (policy, script, delays) = (Policy(), new Script(Outcomes), new List<TimeSpan>());
            var (now, text) = (TestClock.Start, JsonSerializer.Serialize(RetryProgress.Start(TestClock.Start, "import")));
            while (true)
            {
                var decision = Decide(policy, script, JsonSerializer.Deserialize<RetryProgress>(text), now + AttemptTime);
                if (!decision.Retry)
                    return new(decision.End!.Value, decision.Next.Attempt, decision.Next.IdleFor, delays);
                delays.Add(decision.Delay);
                now = decision.Next.NextAttemptAt!.Value;
                text = JsonSerializer.Serialize(decision.Next);
            }
        }

        private static RetryDecision Decide(RetryPolicy policy, Script script, RetryProgress progress, DateTimeOffset now)
        {
            object? result;
            try
            {
                result = script.Call();
            }
            catch (Exception error)
            {
                return policy.Decide(progress, error, now);
            }

            return policy.DecideResult(progress, result, now);
        }

        // Each with its own copy of the same numbers.
        private RetryPolicy Policy() => new RetryPolicy(Options).With(options => options.Randomizer = new Random(Seed).NextDouble);
    }

    private sealed record Sequence(RetryEnd End, int Attempts, TimeSpan IdleFor, List<TimeSpan> Delays);

    private sealed class Busy(TimeSpan retryAfter) : Exception, IRetryAfter
    {
        public TimeSpan? RetryAfter => retryAfter;
    }
}
