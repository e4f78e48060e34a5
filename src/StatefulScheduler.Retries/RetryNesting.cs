namespace StatefulScheduler.Retries;

/// <summary>Says what a policy does inside a call that is retried already.</summary>
public enum RetryNesting
{
    /// <summary>It retries: three attempts inside three attempts are nine calls.</summary>
    Multiply,

    /// <summary>
    /// Only the outermost of the policies that say so retries; inside it they call once and hand on what happens. The block forms are left to the outermost too,
    /// but are not themselves noticed by what runs inside them.
    /// </summary>
    OuterOnly,
}
