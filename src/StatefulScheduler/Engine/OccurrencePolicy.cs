using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// Which occurrence a claim runs, and which comes next. Pure: triggers, instants and policies in, instants out.
internal static class OccurrencePolicy
{
    // Judges an overdue claim before it runs. False: it came too late and is missed.
    public static bool Settle(ref JobClaim claim, JobPolicies policies, DateTimeOffset now)
    {
        if (claim.Pending is not null || claim.Advanced)
            return true;

        if (policies.Coalesce == CoalesceMode.Latest)
        {
            var context = After(claim.Plan, claim.ScheduledAt, now, null, policies.Seed);
            if (claim.Plan.Trigger.Next(context) <= now && claim.Plan.Trigger.Latest(context, now) is { } latest)
                claim.ScheduledAt = latest;
        }

        return policies.MisfireGrace is not { } grace || now - claim.ScheduledAt <= grace;
    }

    // The fire after an occurrence that is settled. `claimed` is when it was claimed, `ended` when its run ended: what came due in between came due while the slot was taken.
    public static DateTimeOffset? Next(JobPlan plan, JobPolicies policies, DateTimeOffset occurrence, DateTimeOffset claimed, DateTimeOffset ended, out DateTimeOffset? skipped)
    {
        skipped = null;
        var next = plan.Trigger.Next(After(plan, occurrence, ended, ended, policies.Seed));
        if (!(next <= ended))
            return next;

        if (policies.Coalesce == CoalesceMode.Earliest)
            next = Beyond(plan, policies, occurrence, claimed, ended);
        if (policies.WhenFull != WhenFull.Skip || !(next <= ended) || (policies.Coalesce == CoalesceMode.All && next <= claimed))
            return next;

        skipped = next;
        return Beyond(plan, policies, occurrence, ended, ended);
    }

    // The first fire that is later than an instant, on the job's own grid.
    public static DateTimeOffset? Beyond(JobPlan plan, JobPolicies policies, DateTimeOffset occurrence, DateTimeOffset until, DateTimeOffset ended)
    {
        var last = plan.Trigger.Latest(After(plan, occurrence, ended, ended, policies.Seed), until) ?? occurrence;
        return plan.Trigger.Next(After(plan, last, ended, ended, policies.Seed));
    }

    // The first fire of a trigger that takes effect now.
    public static DateTimeOffset? First(JobPlan plan, DateTimeOffset now) =>
        plan.Trigger.Next(new TriggerContext(plan.AnchoredAt, now, null, null, SeedMix.Of(plan.Id)));

    // The first fire after now.
    public static DateTimeOffset? FromNow(JobPlan plan, DateTimeOffset now, DateTimeOffset? previousEnded) =>
        plan.Trigger.Next(new TriggerContext(plan.AnchoredAt, now, now, previousEnded, SeedMix.Of(plan.Id)));

    private static TriggerContext After(JobPlan plan, DateTimeOffset occurrence, DateTimeOffset now, DateTimeOffset? ended, ulong seed) =>
        new(plan.AnchoredAt, now, occurrence, ended, seed);
}
