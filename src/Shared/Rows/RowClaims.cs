namespace StatefulScheduler.Stores.Rows;

// What a claim, and a renewal, do to a row: the rules of opening runs, the same for every store that keeps rows.
internal sealed class RowClaims(IRowWriter writer)
{
    public void Open(JobRow row, Due due, ClaimRequest request, ref JobClaim claim)
    {
        var from = due.Kind == DueKind.TakeOver ? row.Open[due.Index] : null;
        var pending = due.Kind == DueKind.Pending ? row.Pending[due.Index] : from?.Pending;
        var run = new OpenRun
        {
            Fence = ++row.Fence,
            Epoch = writer.Epoch,
            Occurrence = from?.Occurrence ?? pending?.ScheduledAt.UtcTicks ?? row.NextFire ?? writer.Clock.Now,
            ClaimedAt = writer.Clock.Now,
            Node = request.Node,
            Pending = pending,
            // A run off the schedule does not hold it.
            Advanced = from?.Advanced ?? pending?.OffSchedule ?? false,
        };
        run.Renew(request.Lease, writer.Clock);
        if (from is not null)
        {
            var suspect = row.Abandoned > 0;
            row.Open.RemoveAt(due.Index);
            if (Counts(row, from))
                row.Abandoned++;
            writer.TakenOver(row, from, suspect);
        }
        else if (due.Kind == DueKind.Pending)
        {
            row.Pending = [.. row.Pending.Where((_, index) => index != due.Index)];
        }

        row.Open.Add(run);
        Fill(ref claim, row, run, from?.Fence ?? 0);
    }

    // Runs of one job that ended with one process, or with one node's leases, are one death: counted with the first of them where the process tells, else with the last.
    private bool Counts(JobRow row, OpenRun dead) => dead.Epoch == writer.Epoch
        ? !row.Open.Exists(other => other.Node == dead.Node && other.LeaseEnd(writer.Epoch, writer.Clock) <= writer.Clock.Now)
        : !row.Open.Exists(other => other.Epoch == writer.Epoch);

    // False: the run is no longer current.
    public bool Renew(JobRow row, long fence, TimeSpan duration)
    {
        if (row.Run(fence) is not { } run || run.Epoch != writer.Epoch)
            return false;

        // A lease that has ended may begin anew, unless its slot has been given to another run.
        var now = writer.Clock.Now;
        var held = row.Open.Count(other => other != run && other.LeaseEnd(writer.Epoch, writer.Clock) > now);
        if (run.LeaseEnd(writer.Epoch, writer.Clock) <= now && held >= row.RunSlots)
            return false;

        run.Renew(duration, writer.Clock);
        return true;
    }

    public void Fill(ref JobClaim claim, JobRow row, OpenRun run, long tookOver)
    {
        claim.Handle = row.Handle;
        claim.Plan = writer.PlanOf(row);
        claim.State = row.State;
        claim.StateSchema = row.Lane.StateSchema;
        claim.Version = row.Version;
        claim.StateVersion = row.StateVersion;
        claim.Status = row.Status;
        claim.Fence = run.Fence;
        claim.ScheduledAt = Instants.Of(run.Occurrence);
        claim.NextFireAt = Instants.Of(row.NextFire);
        claim.PreviousFireAt = Instants.Of(row.PreviousFire);
        claim.Pending = run.Pending;
        claim.Advanced = run.Advanced;
        claim.TookOver = tookOver;
        claim.AbandonedRuns = row.Abandoned;
    }
}
