using System.Runtime.ExceptionServices;

namespace StatefulScheduler.Retries;

// The loop turned inside out: its body is the caller's block, and it is entered from the filter of a catch (Capture) and from the step to the next attempt (MoveOnAsync).
internal sealed class BlockRun(RetryPlan plan, bool isAsync, CancellationToken caller)
{
    private readonly bool isSingle = !plan.Options.Enabled || RetryNest.LeavesItToOuter(plan);
    private RetryRun<object?> run;
    private RetryAttempt? current;
    private object? result;
    private Verdict verdict;

    // What a hook or a condition threw inside a filter, where it would be lost.
    private ExceptionDispatchInfo? fault;

    private enum Verdict
    {
        // The attempt is under way, or has ended without an exception that was captured.
        None,

        // It threw; whether that is retried has to be awaited.
        Asked,

        // It is retried.
        Again,

        // It was the last one.
        Over,
    }

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
        if (isSingle || attempt != current || verdict != Verdict.None)
            return false;
        try
        {
            run.Threw(error);
            if (isAsync && run.IsAwaited)
            {
                verdict = Verdict.Asked;
                return true;
            }

            Judge(run.Asks());
            return verdict == Verdict.Again || Outcome?.Exception != error;
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
        if (verdict == Verdict.None)
        {
            run.Returned(result);
            Judge(isAsync && run.IsAwaited ? run.Answered(await run.AsksAsync(run.ForUser()).ConfigureAwait(false)) : run.Asks());
        }
        else if (verdict == Verdict.Asked)
        {
            Judge(run.Answered(await run.AsksAsync(run.ForUser()).ConfigureAwait(false)));
        }

        if (verdict == Verdict.Over)
            return End();
        if (plan.Options.BeforeDelayAsync is { } hook)
            await hook(run.ForUser(), caller).ConfigureAwait(false);
        var isInterrupted = run.NextDelay > TimeSpan.Zero && await Pause.WaitAsync(plan, run.NextDelay, caller).ConfigureAwait(false);
        return run.Next(isInterrupted) ? BeginAttempt() : End();
    }

    // Also when the block was left in the middle: by break or return, which is how a loop is left that has what it wants, or by an exception that nobody captured.
    public void Close()
    {
        if (isSingle || current is null)
            return;
        if (verdict == Verdict.None && fault is null && Outcome is null)
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
            Outcome = new(RetryEnd.Succeeded, result, null, new(1, TimeSpan.Zero, null));
            return false;
        }

        caller.ThrowIfCancellationRequested();
        current = new RetryAttempt(this, 1, caller);
        return true;
    }

    private bool BeginAttempt()
    {
        if (!run.Begin())
        {
            run.Close();
            return End();
        }

        current = new RetryAttempt(this, run.Attempt, run.Token);
        (verdict, result) = (Verdict.None, null);
        return true;
    }

    private void Judge(bool asks)
    {
        verdict = asks && run.MayRetry() ? Verdict.Again : Verdict.Over;
        if (verdict == Verdict.Over)
            Outcome = run.End();
    }

    private bool End()
    {
        verdict = Verdict.Over;
        Outcome ??= run.End();
        Outcome.Value.GetValueOrThrow();
        return false;
    }
}
