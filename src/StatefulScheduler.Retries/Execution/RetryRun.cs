namespace StatefulScheduler.Retries;

// One call under a policy: the facts, and the steps that the loops (awaited, blocking, block form) take in turn:
// Begin → the attempt → Returned or Threw → Asks → MayRetry → the delay → Begin … → End, and Close whatever happens.
// A struct that lives in the loop's frame; it must not be copied once it has begun.
internal struct RetryRun<T>
{
    private readonly RetryPlan plan;
    private readonly RetryDeadline? deadline;
    private readonly long beganAt;
    private readonly bool measures;
    private readonly bool isHeard;
    private RetryStep step;
    private AttemptToken token;
    private T? result;
    private RetryEnd end;
    private Exception? cancellation;
    private int granted;
    private bool grantedAfterTimeout;
    private bool isOpen;
    private bool isRejected;

    public RetryRun(RetryPlan plan, bool measures, CancellationToken caller)
    {
        this.plan = plan;
        isHeard = Telemetry.IsHeard;
        this.measures = measures || plan.Measures || isHeard;
        deadline = RetryDeadline.Current;
        beganAt = this.measures ? plan.Time.GetTimestamp() : 0;
        step.PolicyName = plan.Name;
        step.Time = plan.Time;
        step.Caller = caller;
        step.Random = new RetryRandom(plan.Options.Randomizer, plan.Options.Randomizer is null ? (ulong)Random.Shared.NextInt64() : 0);
        step.Begin(1);
        end = RetryEnd.NotRetryable; // Should a hook throw before the end is known: no success.
        plan.Budget?.OnStarted();
        isOpen = true;
    }

    public readonly CancellationToken Caller => step.Caller;

    public readonly CancellationToken Token => token.Token;

    public readonly int Attempt => step.Attempt;

    public readonly TimeSpan NextDelay => step.NextDelay;

    public readonly bool HasStopTokens => plan.StopTokens.Length > 0;

    public readonly bool IsAwaited => plan.IsAwaited && step.Exception is not TryAgainException && (step.Exception is not null || plan.JudgesResults);

    // Before an attempt. False: there is no time for it, not even for the first.
    public bool Begin()
    {
        if (step.Caller.IsCancellationRequested)
        {
            step.Attempt--;
            return Cancel();
        }

        if (deadline is { Remaining.Ticks: 0 })
        {
            step.Attempt--;
            step.Exception = new TimeoutException($"The deadline at {deadline.At:O} had passed before the attempt began.");
            return Ends(RetryEnd.DeadlineReached);
        }

        plan.Options.Before?.Invoke(step.ForUser());
        if (plan.Logger is { } logger)
            Log.AttemptBegins(logger, plan.Name, step.Attempt);
        token = new AttemptToken(plan, deadline, step.Caller);
        return true;
    }

    // The first attempt was made before there was a loop.
    public void Take(in FirstAttempt<T> first)
    {
        if (first.Exception is not null)
        {
            Threw(first.Exception);
            return;
        }

        Returned(first.Result!);
        isRejected = true;
    }

    public void Returned(T value)
    {
        result = value;
        if (plan.ShowsResults)
            step.Result = typeof(T) == typeof(Nothing) ? null : value;
        else if (plan.LooksAtResults && (!typeof(T).IsValueType || value is IRetryAfter))
            step.Result = value;
        Ended();
    }

    public void Threw(Exception exception)
    {
        result = default;
        step.Exception = token.Name(exception);
        Ended();
    }

    // Is what the attempt did to be retried?
    public bool Asks()
    {
        if (step.Exception is not null)
            return Answered(plan.IsRetried(ref step));
        if (isRejected)
        {
            isRejected = false;
            return Answered(true);
        }

        Deferred<T>.Refuse(result);
        return Answered(plan.IsRetried(result!, ref step));
    }

    public readonly ValueTask<bool> AsksAsync(RetryState state) => plan.Condition.ShouldRetryAsync(state, step.Caller);

    public RetryState ForUser() => step.ForUser();

    public bool Answered(bool retries)
    {
        if (isHeard)
            Telemetry.Attempt(plan.Name, step.Exception is not null, retries);
        if (!retries)
            end = step.Exception is null ? RetryEnd.Succeeded : RetryEnd.NotRetryable;
        return retries;
    }

    // It is to be retried: may it? Afterwards the delay is known.
    public bool MayRetry()
    {
        plan.Options.After?.Invoke(step.ForUser());
        if (step.Caller.IsCancellationRequested)
            return Cancel();
        if (plan.Refuses(ref step, deadline?.Remaining) is { } refusal)
            return Ends(refusal);
        if (RetryTesting.Current is { } test)
        {
            step.NextDelay = TimeSpan.Zero;
            if (step.Attempt >= test.MaxAttempts)
                return Ends(RetryEnd.Stopped);
        }

        if (!IsGranted())
            return Ends(RetryEnd.BudgetExhausted);
        step.IdleFor = Spans.Add(step.IdleFor, step.NextDelay);
        TellOfRetry();
        plan.Options.BeforeDelay?.Invoke(step.ForUser());
        return true;
    }

    // The delay is over, or a token has ended it. False: no further attempt.
    public bool Next(bool isInterrupted)
    {
        if (step.Caller.IsCancellationRequested)
            return Cancel();
        if (isInterrupted)
            return Ends(RetryEnd.Stopped);
        if (deadline is { Remaining.Ticks: 0 })
            return Ends(RetryEnd.DeadlineReached);
        Discard();
        step.Begin(step.Attempt + 1);
        return true;
    }

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
        TellOfEnd();
        return outcome;
    }

    // Also when a hook has thrown: what was taken is given back.
    public void Close()
    {
        token.Dispose();
        if (!isOpen)
            return;
        isOpen = false;
        plan.Budget?.OnEnded(new RetriedCall(end, granted, grantedAfterTimeout));
    }

    private bool Cancel()
    {
        var cause = step.Exception;
        cancellation = cause as OperationCanceledException ?? new OperationCanceledException(
            cause is null ? "The call was cancelled." : $"The call was cancelled after attempt {step.Attempt} had failed: {cause.Message}", cause, step.Caller);
        Discard();
        return Ends(RetryEnd.Cancelled);
    }

    // A result that nobody will get: a response, say, with a connection behind it.
    private void Discard()
    {
        if (!typeof(T).IsValueType && result is IDisposable unwanted)
            unwanted.Dispose();
        result = default;
    }

    private void Ended()
    {
        token.Dispose();
        if (measures)
            step.Elapsed = plan.Time.GetElapsedTime(beganAt);
    }

    // Always false, for the step that found the end.
    private bool Ends(RetryEnd why)
    {
        end = why;
        return false;
    }

    private bool IsGranted()
    {
        if (plan.Budget is not { } budget)
            return true;
        var request = new RetryRequest(step.Attempt + 1, step.Exception);
        if (!budget.TryAcquire(request))
        {
            Telemetry.Rejection(plan.Name);
            return false;
        }

        granted++;
        grantedAfterTimeout = request.FollowsTimeout;
        return true;
    }

    private readonly void TellOfRetry()
    {
        if (plan.Logger is { } logger)
            Log.WillRetry(logger, step.Exception, plan.Name, step.Attempt, step.NextDelay);
        if (isHeard)
            Telemetry.Delay(plan.Name, step.NextDelay);
        Telemetry.MarkActivity(step);
    }

    private readonly void TellOfEnd()
    {
        if (isHeard)
            Telemetry.Ended(plan.Name, end, step.Exception, step.Elapsed);
        if (plan.Logger is not { } logger)
            return;
        switch (end)
        {
            case RetryEnd.NotRetryable:
                Log.NotRetryable(logger, step.Exception, plan.Name, step.Attempt);
                break;
            case RetryEnd.Stopped:
                Log.GaveUp(logger, step.Exception, plan.Name, step.Attempt, step.IdleFor);
                break;
            case RetryEnd.BudgetExhausted:
                Log.BudgetExhausted(logger, step.Exception, plan.Name, step.Attempt);
                break;
            case RetryEnd.DeadlineReached:
                Log.DeadlineReached(logger, step.Exception, plan.Name, step.Attempt, step.NextDelay);
                break;
        }
    }
}
