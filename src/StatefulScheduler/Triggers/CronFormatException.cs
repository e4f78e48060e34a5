namespace StatefulScheduler;

/// <summary>Refuses a cron expression, and says which part of it, where it stands and why it cannot be meant.</summary>
/// <param name="expression">The whole expression, as it was given.</param>
/// <param name="position">Where the refused part begins: a zero-based index into <paramref name="expression"/>, or its length when something is missing at the end.</param>
/// <param name="message">What is wrong, with the value found and the values allowed.</param>
public sealed class CronFormatException(string expression, int position, string message) : FormatException(message)
{
    /// <summary>Gets the whole expression, as it was given.</summary>
    public string Expression { get; } = expression;

    /// <summary>Gets where the refused part begins: a zero-based index into <see cref="Expression"/>, or its length when something is missing at the end.</summary>
    public int Position { get; } = position;
}
