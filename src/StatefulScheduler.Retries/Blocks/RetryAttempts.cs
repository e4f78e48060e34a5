namespace StatefulScheduler.Retries;

/// <summary>Retries a block of code: the attempts of one <c>foreach</c>.</summary>
/// <remarks>
/// <code>
/// foreach (var attempt in policy.Attempts(cancellationToken))
/// {
///     try { rows = Read(attempt.CancellationToken); }
///     catch (Exception error) when (attempt.Capture(error)) { }
/// }
/// </code>
/// The loop ends when an attempt ends without exception (or its result is accepted), or is left with <c>break</c> or <c>return</c>; when the policy gives up, with the exception. Delays block the thread. For
/// one loop: a second, which would count its attempts together with the first, is refused. Not for several threads at once.
/// </remarks>
public sealed class RetryAttempts
{
    private readonly BlockRun run;
    private bool isTaken;

    internal RetryAttempts(RetryPlan plan, CancellationToken cancellationToken) => run = new BlockRun(plan, isAsync: false, cancellationToken);

    /// <summary>Gets why there was no further attempt; null before the loop has ended.</summary>
    public RetryEnd? End => run.Outcome?.End;

    /// <summary>Gets what the loop took; default before it has ended.</summary>
    public RetryStatistics Statistics => run.Outcome?.Statistics ?? default;

    /// <summary>Looks at the result, after the loop: the one that was set and accepted, or what <see cref="RetryOptions.Fallback"/> gave.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="result">The result; default when the answer is false.</param>
    /// <returns>Whether there is a <typeparamref name="T"/>.</returns>
    public bool TryGetResult<T>(out T? result) => BlockResult.TryGet(run, out result);

    /// <summary>Begins the loop.</summary>
    /// <returns>What <c>foreach</c> wants.</returns>
    /// <exception cref="InvalidOperationException">There was a loop over these attempts already.</exception>
    public Enumerator GetEnumerator()
    {
        BlockResult.Take(ref isTaken, nameof(RetryPolicy.Attempts));
        return new Enumerator(run);
    }

    /// <summary>Steps from attempt to attempt; <c>foreach</c> uses it.</summary>
    public readonly struct Enumerator : IDisposable
    {
        private readonly BlockRun run;

        internal Enumerator(BlockRun run) => this.run = run;

        /// <summary>Gets the attempt.</summary>
        public RetryAttempt Current => run.Current;

        /// <summary>Judges the attempt that has ended, waits, and begins the next.</summary>
        /// <returns>False: the loop is over.</returns>
        public bool MoveNext() => run.MoveOnAsync().AsTask().GetAwaiter().GetResult();

        /// <summary>Ends the loop.</summary>
        public void Dispose() => run.Close();
    }
}
