namespace StatefulScheduler;

// Finds the latest occurrence of a trigger that can only be asked for the next one.
internal static class Bisection
{
    // So many occurrences are walked one by one, each run taking no time: exact even for a trigger that looks at the one
    // before. What is further away is found by halving, which takes the occurrences to be the same from wherever one looks.
    private const int MaxWalk = 1_000;

    public static DateTimeOffset? Latest(Trigger trigger, in TriggerContext context, DateTimeOffset until)
    {
        DateTimeOffset? latest = null;
        var walk = context;
        for (var steps = 0; steps < MaxWalk; steps++)
        {
            if (trigger.Next(in walk) is not { } next || next > until)
                return latest;
            latest = next;
            walk = walk with { Previous = next, PreviousEnded = null };
        }
        return Halved(trigger, in walk, walk.Previous!.Value, until);
    }

    // The latest lies at `low` or in the stretch up to `high`, of which half goes each time.
    private static DateTimeOffset Halved(Trigger trigger, in TriggerContext context, DateTimeOffset low, DateTimeOffset high)
    {
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var next = trigger.Next(context.LookingAfter(middle));
            if (next is { } at && at <= high)
                low = at;
            else
                high = middle;
        }
        return low;
    }
}
