namespace StatefulScheduler;

/// <summary>Which jobs: every member that is set narrows the answer. Filtering, sorting, paging and counting happen in the store.</summary>
public sealed record JobQuery
{
    /// <summary>Gets the query that every job answers.</summary>
    public static JobQuery All { get; } = new();

    /// <summary>Gets the beginning of the ids wanted.</summary>
    public string? IdPrefix { get; init; }

    /// <summary>Gets the name of the handler wanted.</summary>
    public string? Handler { get; init; }

    /// <summary>Gets tags that the jobs must all have.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Gets the statuses of which a job must have one; empty: any.</summary>
    public IReadOnlyList<JobStatus> Statuses { get; init; } = [];

    /// <summary>Gets the earliest next fire wanted.</summary>
    public DateTimeOffset? NextFireFrom { get; init; }

    /// <summary>Gets the instant before which the next fire must lie.</summary>
    public DateTimeOffset? NextFireBefore { get; init; }

    /// <summary>Gets conditions on the state that must all hold.</summary>
    public IReadOnlyList<StateFilter> State { get; init; } = [];

    /// <summary>Gets the order of the answer; jobs that are equal in it are ordered by id.</summary>
    public JobOrder OrderBy { get; init; }

    /// <summary>Gets whether the order is turned round.</summary>
    public bool Descending { get; init; }

    /// <summary>Gets how many jobs a page has at most: 1 to 10,000. The default is 100.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>Gets where to go on: <see cref="JobPage{T}.Next"/> of the page before.</summary>
    public string? After { get; init; }
}

/// <summary>By what a query's answer is ordered. Jobs without the instant come last, in either direction.</summary>
public enum JobOrder
{
    /// <summary>By id, ordinal.</summary>
    Id,

    /// <summary>By the next fire.</summary>
    NextFireAt,

    /// <summary>By the last settled fire.</summary>
    PreviousFireAt,

    /// <summary>By the instant of adding.</summary>
    AddedAt,
}

/// <summary>How a member of a state is compared.</summary>
public enum StateComparison
{
    /// <summary>It is there and has this value.</summary>
    Equal,

    /// <summary>It is absent or has another value.</summary>
    NotEqual,

    /// <summary>It is less; numbers with numbers, texts with texts (ordinal).</summary>
    LessThan,

    /// <summary>It is less or equal.</summary>
    AtMost,

    /// <summary>It is more.</summary>
    MoreThan,

    /// <summary>It is more or equal.</summary>
    AtLeast,

    /// <summary>It is a text that contains this text.</summary>
    Contains,

    /// <summary>It is there.</summary>
    Exists,

    /// <summary>It is not there.</summary>
    Missing,
}

/// <summary>A condition on a job's state.</summary>
/// <param name="Path">A member's name, or a path that starts with <c>$.</c>.</param>
/// <param name="Comparison">How to compare.</param>
/// <param name="Value">What to compare with.</param>
public sealed record StateFilter(string Path, StateComparison Comparison, JobValue Value = default)
{
    /// <summary>The common case: the member has this value.</summary>
    /// <param name="path">A member's name, or a path that starts with <c>$.</c>.</param>
    /// <param name="value">The value.</param>
    /// <returns>The condition.</returns>
    public static StateFilter Is(string path, JobValue value) => new(path, StateComparison.Equal, value);
}

/// <summary>Some of the answers, in order.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The answers of this page.</param>
/// <param name="Next">Where the next page begins; <see langword="null"/> on the last one.</param>
public sealed record JobPage<T>(IReadOnlyList<T> Items, string? Next);
