using System.Globalization;

namespace StatefulScheduler.Stores;

// Versions of states and ended runs, kept with the job. Guarded by the store's lock.
internal static class InMemoryPast
{
    private const long MostBytes = 16 << 20;

    public static void Began(JobSlot job)
    {
        if (job.Plan.History.Keeps(StateChangeKind.Added))
            Changed(job);
    }

    // The version that is about to be replaced belongs into the history, if it is not there yet.
    public static void Replaced(JobSlot job)
    {
        job.History ??= [];
        if (job.History.Count == 0 || job.History[^1].Version != job.StateVersion)
            job.History.Add(Current(job));
    }

    public static void Changed(JobSlot job)
    {
        (job.History ??= []).Add(Current(job));
        Prune(job);
    }

    public static void Ended(JobSlot job, OpenRun run, in JobCommit commit, int runsKept)
    {
        if (commit.Outcome == RunOutcome.Pending)
            return; // Given back, uncounted.
        job.Last = new(commit.Fence, commit.ScheduledAt, commit.StartedAt, commit.At, commit.Attempt, commit.Outcome, run.Pending?.RunId ?? commit.Details?.RunId, run.Node, commit.Details);
        if (runsKept <= 1)
            return;
        job.Runs ??= [];
        if (job.Runs.Count == runsKept)
            job.Runs.RemoveAt(0);
        job.Runs.Add(job.Last.ToRun(job.Plan.Id)!);
    }

    public static JobPage<StateVersion> States(JobSlot job, string? after, int pageSize)
    {
        var all = new List<StateVersion> { Current(job) };
        if (job.History is { } kept)
            all.AddRange(kept.AsEnumerable().Reverse().Where(version => version.Version != job.StateVersion));
        return Page(all, version => version.Version, after, pageSize);
    }

    public static JobPage<JobRun> Runs(JobSlot job, string? after, int pageSize)
    {
        List<JobRun> all = job.Runs is { } kept ? [.. kept.AsEnumerable().Reverse()] : job.Last.ToRun(job.Plan.Id) is { } last ? [last] : [];
        return Page(all, run => run.Fence, after, pageSize);
    }

    private static JobPage<T> Page<T>(List<T> all, Func<T, long> key, string? after, int pageSize)
    {
        var from = after is null ? long.MaxValue : long.Parse(after, CultureInfo.InvariantCulture);
        var items = all.Where(item => key(item) < from).Take(pageSize + 1).ToList();
        if (items.Count <= pageSize)
            return new(items, null);
        items.RemoveAt(pageSize);
        return new(items, key(items[^1]).ToString(CultureInfo.InvariantCulture));
    }

    private static StateVersion Current(JobSlot job) =>
        new(job.StateVersion, job.State, job.StateSchema, job.Origin.At, job.Origin.Kind, job.Origin.Actor, job.Origin.RunId(job.Plan.Id), job.Origin.Reason);

    // The version that the oldest decision still kept has replaced, or just the oldest that counts.
    private static long FirstKept(List<StateVersion> kept, StateHistoryPolicy policy)
    {
        if (policy.Count is not { } most || kept.Count <= most)
            return 0;
        if (policy.Mode == StateHistoryMode.All)
            return kept[^most].Version;
        for (var index = kept.Count - 1; index >= 0; index--)
        {
            if (policy.Keeps(kept[index].Kind) && --most == 0)
                return kept[index].Version - 1;
        }

        return 0;
    }

    private static void Prune(JobSlot job)
    {
        var policy = job.Plan.History;
        var kept = job.History!;
        var first = FirstKept(kept, policy);
        var bytes = kept.Sum(version => (long)version.State.Utf8.Length);
        while (kept.Count > 1 && (kept[0].Version < first || bytes > MostBytes || kept[0].At < job.Origin.At - policy.Age))
        {
            bytes -= kept[0].State.Utf8.Length;
            kept.RemoveAt(0);
        }
    }
}
