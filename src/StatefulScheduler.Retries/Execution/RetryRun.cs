using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace StatefulScheduler.Retries;

// One call under a policy, step by step: attempt → is it to be retried? → may it? → delay → attempt. Advance goes as far as it can without waiting; who drives it waits, and says what came
// of that (Returned, Threw, Answered, Hooked, Slept). End gives the outcome; Close is called whatever happens.
// A struct that lives in the frame of its driver. It is copied once at most, when a call has to wait for the first time.
internal struct RetryRun<T>
{
    private readonly RetryPlan plan;
    private readonly RetryDeadline? deadline;
    private readonly long beganAt;
    private readonly bool measures;
    private readonly bool isHeard;
    private readonly Activity? activity;
    private RetryStep step;
    private AttemptLimit? limit;
    private ValueTask<T> running;
    private T? result;
    private RunPhase phase;
    private RetryEnd end;
    private Exception? cancellation;
    private int granted;
    private bool grantedAfterTimeout;
    private bool isOpen;

    public RetryRun(RetryPlan plan, bool measures, CancellationToken caller)
    {
        this.plan = plan;
        isHeard = Telemetry.IsHeard;
        this.measures = measures || plan.Measures || isHeard;
        activity = Activity.Current; // The caller's, whatever becomes current inside.
        deadline = RetryDeadline.Current;
        beganAt = this.measures ? plan.Time.GetTimestamp() : 0;
        step.Plan = plan;
        step.Caller = caller;
        step.Random = new RetryRandom(plan.Options.Randomizer, null);
        step.Begin(1);
        end = RetryEnd.NotRetryable; // Should a hook throw before the end is known: no success.
        plan.Budget?.OnStarted();
        isOpen = true;
    }

    public readonly RunPhase Phase => phase;

    public readonly ValueTask<T> Running => running;

    public readonly TimeSpan NextDelay => step.NextDelay;

    public readonly int Attempt => step.Attempt;

    public readonly CancellationToken Token => limit?.Token ?? step.Caller;

    // The first attempt was made before there was a run: it threw, or returned what has been judged and is to be retried.
    public void Take(in FirstAttempt<T> first)
    {
        if (!first.IsMade)
            return;
        if (first.Exception is not null)
        {
            Threw(first.Exception);
            return;
        }

        Returned(first.Result!);
        Answered(retries: true);
    }

    // True: the call has ended. False: something has to be waited for.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool Advance<TCall>(TCall call)
        where TCall : struct, ICall<T>
    {
        while (true)
        {
            switch (phase)
            {
                case RunPhase.Attempt:
                    if (Begin())
                        Invoke(call);
                    break;
                case RunPhase.Judge:
                    Judge();
                    break;
                case RunPhase.Decide:
                    Decide();
                    break;
                case RunPhase.Next:
                    Next();
                    break;
                default:
                    return phase == RunPhase.Ended;
            }
        }
    }

    // Before an attempt. False: there is no time for it, not even for the first.
    public bool Begin()
    {
        if (step.Caller.IsCancellationRequested)
        {
            step.Attempt--;
            Cancel();
            return false;
        }

        if (deadline is { Remaining.Ticks: 0 })
        {
            step.Attempt--;
            step.Exception = deadline.Passed("had passed before the attempt began", null);
            Ends(RetryEnd.DeadlineReached);
            return false;
        }

        plan.Options.Before?.Invoke(step.ForUser());
        if (plan.Logger is { } logger)
            Log.AttemptBegins(logger, plan.Name, step.Attempt);
        limit = AttemptLimit.Of(plan, deadline, step.Caller);
        phase = RunPhase.AttemptRuns;
        return true;
    }

    public void Returned(T value)
    {
        result = value;
        step.Result = plan.Shown(value);
        AttemptEnded();
    }

    public void Threw(Exception exception)
    {
        result = default;
        step.Exception = limit?.Name(exception) ?? exception;
        AttemptEnded();
    }

    // Only by who can wait; the answer goes to Answered.
    public ValueTask<bool> AskAsync() => plan.Condition.ShouldRetryAsync(step.ForUser(), step.Caller);

    public void Judge(bool canWait = true)
    {
        if (canWait && plan.IsAwaited && step.Exception is not TryAgainException && (step.Exception is not null || plan.JudgesResults))
        {
            phase = RunPhase.ConditionRuns;
            return;
        }

        if (step.Exception is null)
            Deferred<T>.Refuse(result);
        Answered(step.Exception is null ? plan.IsRetried(result!, ref step) : plan.IsRetried(ref step));
    }

    public void Answered(bool retries)
    {
        if (isHeard)
            Telemetry.Attempt(plan.Name, step.Exception is not null, retries);
        if (retries)
            phase = RunPhase.Decide;
        else
            Ends(step.Exception is null ? RetryEnd.Succeeded : RetryEnd.NotRetryable);
    }

    public void Decide()
    {
        plan.Options.After?.Invoke(step.ForUser());
        if (step.Caller.IsCancellationRequested)
            Cancel();
        else if ((plan.Refuses(ref step, deadline?.Remaining) ?? RefusesTest() ?? RefusesBudget()) is { } refusal)
            Ends(refusal);
        else
            WillRetry();
    }

    public ValueTask CallHookAsync() => plan.Options.BeforeDelayAsync!(step.ForUser(), step.Caller);

    public void Hooked() => phase = step.NextDelay > TimeSpan.Zero ? RunPhase.Delay : RunPhase.Next;

    public readonly ValueTask<bool> SleepAsync() => Pause.WaitAsync(plan, step.NextDelay, step.Caller);

    public void Slept(bool isInterrupted)
    {
        if (isInterrupted && !step.Caller.IsCancellationRequested)
            Ends(RetryEnd.Stopped);
        else
            phase = RunPhase.Next;
    }

    public void Next()
    {
        if (step.Caller.IsCancellationRequested)
        {
            Cancel();
        }
        else if (deadline is { Remaining.Ticks: 0 })
        {
            Ends(RetryEnd.DeadlineReached);
        }
        else
        {
            Discard();
            step.Begin(step.Attempt + 1);
            phase = RunPhase.Attempt;
        }
    }

    // The most frequent end, without the rest of what an outcome holds.
    public bool HasSucceeded(out T? value)
    {
        value = result;
        if (end != RetryEnd.Succeeded)
            return false;
        RunNews.Ended(plan, step, end, isHeard);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public RetryOutcome<T> End()
    {
        var statistics = new RetryStatistics(step.Attempt, step.IdleFor, measures ? step.Elapsed : null);
        var outcome = end switch
        {
            RetryEnd.Succeeded => new RetryOutcome<T>(end, result, null, statistics),
            RetryEnd.NotRetryable => new RetryOutcome<T>(end, default, step.Exception, statistics),
            RetryEnd.Cancelled => new RetryOutcome<T>(end, default, cancellation, statistics),
            _ => GiveUp.Outcome<T>(plan, end, ref step, result, statistics),
        };
        RunNews.Ended(plan, step, end, isHeard);
        return outcome;
    }

    // Also when a hook has thrown: what was taken is given back.
    public void Close()
    {
        limit?.Dispose();
        limit = null;
        if (!isOpen)
            return;
        isOpen = false;
        plan.Budget?.OnEnded(new RetriedCall(end, granted, grantedAfterTimeout));
    }

    private void Invoke<TCall>(TCall call)
        where TCall : struct, ICall<T>
    {
#pragma warning disable CA2012 // Read once: here, or by the driver.
        try
        {
            running = call.InvokeAsync(Token);
            if (running.IsCompletedSuccessfully)
                Returned(running.Result);
        }
#pragma warning disable CA1031 // The boundary of the operation: what it throws is judged.
        catch (Exception exception)
        {
            Threw(exception);
        }
#pragma warning restore CA1031, CA2012
    }

    private void AttemptEnded()
    {
        limit?.Dispose();
        limit = null;
        if (measures)
            step.Elapsed = plan.Time.GetElapsedTime(beganAt);
        phase = RunPhase.Judge;
    }

    private readonly RetryEnd? RefusesTest() => RetryTesting.Current is { } test && step.Attempt >= test.MaxAttempts ? RetryEnd.Stopped : null;

    private RetryEnd? RefusesBudget()
    {
        if (plan.Budget is not { } budget)
            return null;
        var request = new RetryRequest(step.Attempt + 1, step.Exception);
        if (!budget.TryAcquire(request))
        {
            Telemetry.Rejection(plan.Name);
            return RetryEnd.BudgetExhausted;
        }

        granted++;
        grantedAfterTimeout = request.FollowsTimeout;
        return null;
    }

    private void WillRetry()
    {
        if (RetryTesting.Current is not null)
            step.NextDelay = TimeSpan.Zero;
        step.IdleFor = Spans.Add(step.IdleFor, step.NextDelay);
        RunNews.WillRetry(plan, step, activity, isHeard);
        plan.Options.BeforeDelay?.Invoke(step.ForUser());
        if (plan.Options.BeforeDelayAsync is null)
            Hooked();
        else
            phase = RunPhase.HookRuns;
    }

    private void Ends(RetryEnd why)
    {
        end = why;
        phase = RunPhase.Ended;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Cancel()
    {
        var cause = step.Exception;
        cancellation = cause as OperationCanceledException ?? new OperationCanceledException(
            cause is null ? "The call was cancelled." : $"The call was cancelled after attempt {step.Attempt} had failed: {cause.Message}", cause, step.Caller);
        Discard();
        Ends(RetryEnd.Cancelled);
    }

    // A result that nobody will get: a response, say, with a connection behind it.
    private void Discard()
    {
        if (!typeof(T).IsValueType && result is IDisposable unwanted)
            unwanted.Dispose();
        result = default;
    }
}
