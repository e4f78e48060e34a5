using System.Runtime.ExceptionServices;

namespace StatefulScheduler.Retries;

// The loop turned inside out: its body is the caller's block, and it is entered from the filter of a catch (Capture) and from the step to the next attempt (MoveOnAsync).
internal sealed class BlockRun(RetryPlan plan, bool isAsync, CancellationToken caller)
{
    private readonly bool isSingle = !plan.Options.Enabled || RetryNest.LeavesItToOuter(plan);
    private RetryRun<object?> run;
    private RetryAttempt? current;
    private object? result;
    private long singleBeganAt;

    // What a hook or a condition threw inside a filter, where it would be lost.
    private ExceptionDispatchInfo? fault;

    public RetryAttempt Current => current ?? throw new InvalidOperationException("The loop has not begun: there is no attempt yet.");

    public RetryOutcome<object?>? Outcome { get; private set; }

    public void SetResult(RetryAttempt attempt, object? value)
    {
        if (attempt != current)
            throw new InvalidOperationException($"Attempt {attempt.Number} is over: the loop has gone on.");
        result = value;
    }

    // Inside a filter: what is thrown here would vanish.
    public bool Capture(RetryAttempt attempt, Exception error)
    {
        if (isSingle)
            Outcome ??= OfSingle(plan.Options.Enabled ? RetryEnd.LeftToOuter : RetryEnd.Disabled, error);
        if (isSingle || attempt != current || run.Phase != RunPhase.AttemptRuns)
            return false;
        try
        {
            run.Threw(error);
            run.Judge(canWait: isAsync);
            Decide();
            return Outcome is null || Outcome.Value.Exception != error;
        }
#pragma warning disable CA1031 // Thrown on by the loop's next step.
        catch (Exception exception)
        {
            fault = ExceptionDispatchInfo.Capture(exception);
            return true;
        }
#pragma warning restore CA1031
    }

    public async ValueTask<bool> MoveOnAsync()
    {
        if (isSingle)
            return MoveOnOnce();
        if (current is null)
        {
            run = new RetryRun<object?>(plan, measures: true, caller);
            return BeginAttempt();
        }

        fault?.Throw();
        if (run.Phase == RunPhase.AttemptRuns)
        {
            run.Returned(result);
            run.Judge(canWait: isAsync);
        }

        if (run.Phase == RunPhase.ConditionRuns)
            run.Answered(await run.AskAsync().ConfigureAwait(false));
        Decide();
        if (run.Phase == RunPhase.HookRuns)
        {
            await run.CallHookAsync().ConfigureAwait(false);
            run.Hooked();
        }

        if (run.Phase == RunPhase.Delay)
            run.Slept(await run.SleepAsync().ConfigureAwait(false));
        if (run.Phase == RunPhase.Next)
            run.Next();
        return run.Phase == RunPhase.Attempt ? BeginAttempt() : End();
    }

    // Also when the block was left in the middle: by break or return, which is how a loop is left that has what it wants, or by an exception that nobody captured.
    public void Close()
    {
        if (current is null)
            return;
        if (isSingle)
        {
            Outcome ??= OfSingle(RetryEnd.Succeeded, null);
            return;
        }

        if (run.Phase == RunPhase.AttemptRuns && fault is null)
        {
            run.Returned(result);
            run.Answered(retries: false);
            Outcome = run.End();
        }

        run.Close();
    }

    private bool MoveOnOnce()
    {
        if (current is not null)
        {
            Outcome = OfSingle(RetryEnd.Succeeded, null);
            return false;
        }

        caller.ThrowIfCancellationRequested();
        singleBeganAt = plan.Time.GetTimestamp();
        current = new RetryAttempt(this, 1, caller);
        return true;
    }

    private RetryOutcome<object?> OfSingle(RetryEnd end, Exception? error) =>
        new(end, error is null ? result : null, error, new(1, TimeSpan.Zero, plan.Time.GetElapsedTime(singleBeganAt)));

    private bool BeginAttempt()
    {
        if (!run.Begin())
        {
            run.Close();
            return End();
        }

        current = new RetryAttempt(this, run.Attempt, run.Token);
        result = null;
        return true;
    }

    private void Decide()
    {
        if (run.Phase == RunPhase.Decide)
            run.Decide();
        if (run.Phase == RunPhase.Ended)
            Outcome ??= run.End();
    }

    private bool End()
    {
        Outcome ??= run.End();
        Outcome.Value.GetValueOrThrow();
        return false;
    }
}
