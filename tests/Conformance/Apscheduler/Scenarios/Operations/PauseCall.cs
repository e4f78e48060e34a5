namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Operations;

internal static class PauseCall
{
    public static async Task PerformAsync(Turn turn)
    {
        var id = await CallTable.FindAsync(turn);
        await turn.TryAsync(async () =>
        {
            var before = await turn.Stage.Scheduler.GetJobAsync(id);
            await turn.Stage.Scheduler.PauseJobAsync(id);
            turn.ReturnedJob = true;
            turn.ChangeKind = KindOf(before, turn.Stage.Now);
            turn.Book.Of(id).IsPaused = true;
        });
    }

    // Pausing again within the instant changes nothing but the job's version.
    public static string KindOf(ScheduledJob before, DateTimeOffset now) => before.Pause?.At == now ? nameof(JobModified) : nameof(JobPaused);
}
