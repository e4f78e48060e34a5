namespace StatefulScheduler.Retries.Tests.Allocation;

// Others may listen to the meters while they run, and then a call has more to do.
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class CallAllocationTests
{
    // A debug build makes a class of every async method's state machine.
#if DEBUG
    private const double Nothing = 1_000;
#else
    private const double Nothing = 0;
#endif

    private static readonly RetryPolicy Untyped = new(new() { Wait = Wait.None });
    private static readonly RetryPolicy Typed = new(new() { Wait = Wait.None, RetryIf = RetryIf.Exception<IOException>() | RetryIf.Result<int>(number => number < 0) });
    private static readonly RetryPolicy OnlyResults = new(new() { Wait = Wait.None, RetryIf = RetryIf.Result<int>(number => number < 0) });
    private static readonly RetryPolicy Backoff = new(new() { Delay = TimeSpan.Zero, RetryIf = RetryIf.Result<int>(number => number < 0) });
    private static readonly Task<int> Done = Task.FromResult(7);

    // Forms of a call, each with what it is called by in a failure. Each checks its answer, so that it is known to have been made.
    private static readonly Dictionary<string, Action<RetryPolicy>> HappyCalls = new()
    {
        ["blocking"] = policy => Check(policy.Execute(static _ => 7)),
        ["blocking, state"] = policy => Check(policy.Execute(7, static (state, _) => state)),
        ["blocking, no result"] = policy => policy.Execute(static _ => { }),
        ["blocking, state, no result"] = policy => policy.Execute(7, static (_, _) => { }),
        ["value task"] = policy => Check(Now(policy.ExecuteAsync(static _ => new ValueTask<int>(7)))),
        ["value task, state"] = policy => Check(Now(policy.ExecuteAsync(7, static (state, _) => new ValueTask<int>(state)))),
        ["value task, no result"] = policy => Now(policy.ExecuteAsync(static _ => ValueTask.CompletedTask)),
        ["value task, state, no result"] = policy => Now(policy.ExecuteAsync(7, static (_, _) => ValueTask.CompletedTask)),
        ["async lambda"] = policy => Check(Now(policy.ExecuteAsync(static async _ =>
        {
            await ValueTask.CompletedTask;
            return 7;
        }))),
        ["task"] = policy => Check(policy.ExecuteAsync(static _ => Done).Result),
        ["task, state"] = policy => Check(policy.ExecuteAsync(7, static (_, _) => Done).Result),
        ["task, no result"] = policy => Check(policy.ExecuteAsync(static _ => Task.CompletedTask).IsCompletedSuccessfully ? 7 : 0),
        ["task, state, no result"] = policy => Check(policy.ExecuteAsync(7, static (_, _) => Task.CompletedTask).IsCompletedSuccessfully ? 7 : 0),
        ["outcome"] = policy => Check(policy.TryExecute(static _ => 7).Value),
        ["asynchronous outcome"] = policy => Check(Now(policy.TryExecuteAsync(static _ => new ValueTask<int>(7))).Value),
    };

    public static TheoryData<string> HappyForms => [.. HappyCalls.Keys];

    [Theory, MemberData(nameof(HappyForms))]
    public void A_call_that_succeeds_at_once_allocates_nothing(string form) =>
        Assert.InRange(BytesPerCall(form, Untyped), 0, Nothing);

    [Theory, MemberData(nameof(HappyForms))]
    public void A_call_whose_result_is_judged_and_accepted_allocates_nothing(string form) =>
        Assert.InRange(BytesPerCall(form, Typed), 0, Nothing);

    [Fact]
    public void Two_bad_results_and_a_good_one_allocate_nothing()
    {
        foreach (var policy in (RetryPolicy[])[Typed, OnlyResults, Backoff])
        {
            var calls = new Calls();
            Assert.InRange(Allocations.BytesPerCall(() => Check(policy.Execute(calls, static (state, _) => state.Next()))), 0, Nothing);
            Assert.InRange(Allocations.BytesPerCall(() => Check(Now(policy.ExecuteAsync(calls, static (state, _) => new ValueTask<int>(state.Next()))))), 0, Nothing);
            Assert.Equal(0, calls.Made % 3);
        }
    }

    [Fact]
    public void A_call_that_has_to_be_awaited_leaves_nothing_behind()
    {
        foreach (var policy in (RetryPolicy[])[Untyped, Typed])
        {
            var source = new Source();
            var bytes = Allocations.BytesPerCall(() =>
            {
                var running = policy.ExecuteAsync(source, static (state, _) => state.Begin());
                Check(running.IsCompleted ? 0 : 7);
                source.End(7);
                Check(Now(running));
            });

            Assert.InRange(bytes, 0, Nothing);
        }
    }

    [Fact]
    public void A_decision_for_the_store_allocates_nothing()
    {
        var error = new IOException();
        var start = RetryProgress.Start(TestClock.Start, "import");

        Assert.InRange(Allocations.BytesPerCall(() => Check(RetryPolicy.Default.Decide(start, error, TestClock.Start).Retry ? 7 : 0)), 0, Nothing);
        Assert.InRange(Allocations.BytesPerCall(() => Check(Typed.DecideResult(start, -1, TestClock.Start).Retry ? 7 : 0)), 0, Nothing);
    }

    [Fact]
    public void The_measurement_sees_what_a_call_allocates() =>
        Assert.InRange(Allocations.BytesPerCall(() => Untyped.Execute(static _ => new byte[64])), 88, 88);

    private static double BytesPerCall(string form, RetryPolicy policy)
    {
        var call = HappyCalls[form];
        return Allocations.BytesPerCall(() => call(policy));
    }

    private static void Check(int result)
    {
        if (result != 7)
            throw new InvalidOperationException($"The call gave {result} and not 7.");
    }

    private static T Now<T>(ValueTask<T> running) => running.IsCompletedSuccessfully ? running.Result : throw new InvalidOperationException("The call has not ended.");

    private static void Now(ValueTask running)
    {
        if (!running.IsCompletedSuccessfully)
            throw new InvalidOperationException("The call has not ended.");
        running.GetAwaiter().GetResult();
    }

    private sealed class Calls
    {
        public int Made { get; private set; }

        public int Next() => ++Made % 3 == 0 ? 7 : -1;
    }
}
