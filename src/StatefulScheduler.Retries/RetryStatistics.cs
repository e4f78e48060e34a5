namespace StatefulScheduler.Retries;

/// <summary>Counts what a call took.</summary>
/// <param name="Attempts">The attempts made; 0 when the call was refused before the first.</param>
/// <param name="IdleFor">How long the call was in delays, in all.</param>
/// <param name="Elapsed">
/// The time from the beginning of the first attempt to the end of the last. Null in what an exception tells, when nothing in the policy looks at the clock: such a call reads no clock
/// before it has to.
/// </param>
public readonly record struct RetryStatistics(int Attempts, TimeSpan IdleFor, TimeSpan? Elapsed)
{
    private const string Key = "StatefulScheduler.Retries.Statistics";

    /// <summary>Reads from an exception that a policy gave up on how often and how long it was tried.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="statistics">What the call took; default when the answer is false.</param>
    /// <returns>Whether a policy rethrew the exception after it gave up.</returns>
    public static bool TryGet(Exception exception, out RetryStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var found = exception.Data[Key] as RetryStatistics?;
        statistics = found.GetValueOrDefault();
        return found.HasValue;
    }

    // An exception that is shared, frozen or has its own idea of Data must not turn a failure into another.
    internal void AttachTo(Exception exception)
    {
        if (!exception.Data.IsReadOnly)
            exception.Data[Key] = this;
    }
}
