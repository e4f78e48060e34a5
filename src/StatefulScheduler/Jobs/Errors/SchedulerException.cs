namespace StatefulScheduler;

/// <summary>The base of everything the scheduler refuses: catch it to answer a refusal, whatever its cause.</summary>
/// <remarks>A slip in the calling code (a null, a value out of range) stays an <see cref="ArgumentException"/>.</remarks>
public abstract class SchedulerException : Exception
{
    private protected SchedulerException(string code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>Gets the stable code of this refusal, such as <c>STS3001</c>: for logs, alerts and documentation.</summary>
    public string Code { get; }
}
