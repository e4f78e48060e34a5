namespace StatefulScheduler.Retries;

// Whether this flow is inside a call that is retried already, by a policy that says RetryNesting.OuterOnly.
internal static class RetryNest
{
    private static readonly AsyncLocal<bool> Inside = new();

    public static bool LeavesItToOuter(RetryPlan plan) => plan.Options.Nesting == RetryNesting.OuterOnly && Inside.Value;

    // True: it was entered here, and has to be left.
    public static bool Enter(RetryPlan plan)
    {
        if (plan.Options.Nesting != RetryNesting.OuterOnly || Inside.Value)
            return false;
        Inside.Value = true;
        return true;
    }

    public static void Leave() => Inside.Value = false;
}
