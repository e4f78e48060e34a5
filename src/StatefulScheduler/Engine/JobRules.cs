namespace StatefulScheduler.Engine;

// What is refused at the door: each text says the value and the rule.
internal static class JobRules
{
    public static void CheckId(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (id.Length > 200)
            throw new ArgumentException($"A job's id must be at most 200 characters; this one has {id.Length}.", nameof(id));
        foreach (var character in id)
        {
            if (char.IsControl(character))
                throw new ArgumentException($"A job's id must have no control characters; this one has U+{(int)character:X4}.", nameof(id));
        }
    }

    public static void CheckOptions(JobOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Range(options.MaxConcurrentRuns, 1, 1000, nameof(options.MaxConcurrentRuns));
        Range(options.Priority, -1_000_000, 1_000_000, nameof(options.Priority));
        Positive(options.Timeout, nameof(options.Timeout));
        NotNegative(options.MisfireGrace, nameof(options.MisfireGrace));
        NotNegative(options.KeepFinished, nameof(options.KeepFinished));
        Defined(options.Coalesce, nameof(options.Coalesce));
        Defined(options.WhenFull, nameof(options.WhenFull));
        Defined(options.OnStateConflict, nameof(options.OnStateConflict));
        Defined(options.Delivery, nameof(options.Delivery));
        foreach (var tag in options.Tags)
        {
            if (string.IsNullOrWhiteSpace(tag))
                throw new ArgumentException("JobOptions.Tags has an empty tag; a tag must have at least one visible character.", nameof(options));
        }
    }

    private static void Range(int? value, int lowest, int highest, string name)
    {
        if (value < lowest || value > highest)
            throw new ArgumentOutOfRangeException(name, value, $"JobOptions.{name} must be {lowest} to {highest}.");
    }

    private static void Positive(TimeSpan? value, string name)
    {
        if (value <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(name, value, $"JobOptions.{name} must be longer than zero; leave it out for no limit.");
    }

    private static void NotNegative(TimeSpan? value, string name)
    {
        if (value < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(name, value, $"JobOptions.{name} must not be negative.");
    }

    private static void Defined<T>(T? value, string name)
        where T : struct, Enum
    {
        if (value is { } given && !Enum.IsDefined(given))
            throw new ArgumentOutOfRangeException(name, value, $"JobOptions.{name} must be {string.Join(", ", Enum.GetNames<T>())}.");
    }
}
