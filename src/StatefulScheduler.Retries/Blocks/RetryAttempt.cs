namespace StatefulScheduler.Retries;

/// <summary>One attempt of a block of code that is retried in a loop.</summary>
/// <remarks>Valid until the loop goes on. Not for several threads at once.</remarks>
public sealed class RetryAttempt
{
    private readonly BlockRun run;

    internal RetryAttempt(BlockRun run, int number, CancellationToken cancellationToken)
    {
        this.run = run;
        Number = number;
        CancellationToken = cancellationToken;
    }

    /// <summary>Gets which attempt it is: 1 for the first.</summary>
    public int Number { get; }

    /// <summary>Gets the attempt's token: the caller's, unless there is a time limit.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Hands the attempt's result to the policy, which may have a rule for results.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="value">The result. Without a call of this the attempt has none, and is accepted when it ends without exception, unless the policy retries that too.</param>
    public void SetResult<T>(T value) => run.SetResult(this, value);

    /// <summary>Decides, as the filter of a <c>catch</c>, about an exception of the attempt: <c>catch (Exception error) when (attempt.Capture(error)) { }</c>.</summary>
    /// <param name="error">The exception.</param>
    /// <returns>
    /// True: the exception is swallowed, and the loop goes on with the next attempt, or throws what the policy throws in the end. False: the exception goes its way as if the
    /// loop were not there: nothing has been unwound yet, so a debugger stops where it was thrown.
    /// </returns>
    /// <remarks>A filter runs before the <c>finally</c> blocks and <c>using</c> statements inside the <c>try</c>; so do the policy's condition and its after hook.</remarks>
    public bool Capture(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return run.Capture(this, error);
    }
}
