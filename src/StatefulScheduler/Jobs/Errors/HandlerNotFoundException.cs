namespace StatefulScheduler;

/// <summary>No code is registered under that name.</summary>
public sealed class HandlerNotFoundException : SchedulerException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="handler">The name that was asked for.</param>
    /// <param name="known">The names that are registered.</param>
    public HandlerNotFoundException(string handler, IReadOnlyList<string> known)
        : base("STS2005", $"no handler is registered for '{handler}'. {List(known)} Register it with AddHandler or AddJob.")
    {
        Handler = handler;
        KnownHandlers = known;
    }

    /// <summary>Gets the name that was asked for.</summary>
    public string Handler { get; }

    /// <summary>Gets the names that are registered.</summary>
    public IReadOnlyList<string> KnownHandlers { get; }

    private static string List(IReadOnlyList<string> known) =>
        known.Count == 0 ? "None is." : $"Registered are: {string.Join(", ", known)}.";
}
