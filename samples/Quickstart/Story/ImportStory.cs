using Quickstart.Import;
using Quickstart.Worker;
using StatefulScheduler;
using static Quickstart.Story.StoryException;

namespace Quickstart.Story;

// The story, step by step. Every claim that it prints is checked.
internal sealed class ImportStory(WorkFolder folder, int seed)
{
    private readonly Random random = new(seed);
    private readonly OrderFiles files = OrderFiles.Shipped;
    private readonly OrdersDatabase orders = new(folder.Orders);
    private readonly OperatorDesk desk = new(folder);
    private readonly Screen screen = new(OrderFiles.Shipped.All.Count());

    public static async Task<int> PlayAsync(int seed)
    {
        var folder = WorkFolder.Fresh();
        try
        {
            Console.WriteLine($"StatefulScheduler Quickstart: order lines → orders.db, by a job that lives in jobs.db. Seed {seed}.");
            Console.WriteLine($"Both files are in {folder.Path}");
            await new ImportStory(folder, seed).PlayAsync();
            return 0;
        }
        catch (Exception exception) when (exception is StoryException or OperationCanceledException or SchedulerException)
        {
            Console.Error.WriteLine($"quickstart: FAILED. {exception.Message} The files are in {folder.Path}.");
            return 1;
        }
    }

    private async Task PlayAsync()
    {
        await orders.CreateAsync();
        await KillAnywhereAsync();
        await KillBetweenTheCommitsAsync();
        var paused = await RunIntoTheMalformedLineAsync();
        await StayPausedAsync(paused);
        await CorrectAndResumeAsync(paused);
        await CompleteAsync();
        await TellTheHistoryAsync();
        await CheckEverythingAsync();
    }

    private async Task KillAnywhereAsync()
    {
        var time = TimeSpan.FromMilliseconds(random.Next(1500, 5500));
        screen.Step($"A worker imports a batch each second. After {time.TotalSeconds:0.00} s, wherever it is, it is killed.");
        using var worker = new WorkerProcess(folder);
        await worker.UntilAsync(ReportKind.Ready, screen.Show);
        await worker.WatchAsync(time, screen.Show);
        await worker.KillAsync();
        screen.Say($"Process {worker.Id} is dead.");
        await CompareAsync();
    }

    private async Task KillBetweenTheCommitsAsync()
    {
        screen.Step("Another worker goes on, and is killed between the two commits of its second batch.");
        using var worker = new WorkerProcess(folder, holdAtBatch: 2);
        await worker.UntilAsync(ReportKind.Committed, screen.Show);
        await worker.UntilAsync(ReportKind.Stored, screen.Show);
        await worker.KillAsync();
        screen.Say($"Process {worker.Id} is dead.");
        Unless(await CompareAsync() > 0, "The kill between the commits left no difference between orders.db and jobs.db.");
    }

    private async Task<ScheduledJob> RunIntoTheMalformedLineAsync()
    {
        screen.Step("A third worker goes on, until a line is malformed.");
        using var worker = new WorkerProcess(folder);
        var paused = await worker.UntilAsync(ReportKind.Paused, screen.Show);
        await worker.KillAsync();
        foreach (var repeated in (await Audit.OfAsync(files, orders)).Repeated)
            screen.Say($"Offered twice, stored once: {repeated}, {repeated.Lines} lines.");
        screen.Say($"The run failed, and its own commit paused the job: phase '{paused.State!.Phase}', \"{paused.State.Error}\".");
        screen.Say($"Process {worker.Id} is killed, too.");

        var job = await desk.LookAsync();
        Unless(job.Status == JobStatus.Paused && (job.Version, job.StateVersion) == (paused.Version, paused.StateVersion), "The file does not say what the worker said.");
        Unless(job.State.As<ImportState>() is { Phase: "error", Error: not null }, "The state does not say that, and why, the run failed.");
        Unless(job.LastRun is { Outcome: RunOutcome.Failed }, "The last run is not a failed one.");
        return job;
    }

    private async Task StayPausedAsync(ScheduledJob paused)
    {
        screen.Step("A fourth worker starts: the pause, and the state, are in the file.");
        using var worker = new WorkerProcess(folder);
        var found = await worker.UntilAsync(ReportKind.Ready, _ => { });
        await worker.WatchAsync(TimeSpan.FromSeconds(1.5), told => throw new StoryException($"A paused job was touched: {told}"));
        await worker.KillAsync();
        Check(found.Status, found.Version, found.StateVersion, found.State!);

        var job = await desk.LookAsync();
        Check(job.Status, job.Version, job.StateVersion, job.State.As<ImportState>());
        screen.Say($"Still {job.Status}, cursor {job.State.As<ImportState>().Cursor}, version {job.Version}, state version {job.StateVersion}: as it was. No run in 1.5 s. Killed.");

        void Check(JobStatus status, long version, long stateVersion, ImportState state) => Unless(
            (status, version, stateVersion, state) == (JobStatus.Paused, paused.Version, paused.StateVersion, paused.State.As<ImportState>()),
            $"The job is {status} at version {version}, state version {stateVersion}, {state}, but was paused at {paused.Version}, {paused.StateVersion}, {paused.State}.");
    }

    private async Task CorrectAndResumeAsync(ScheduledJob paused)
    {
        screen.Step("Anna looks at the line, skips it, and resumes the job: one update.");
        var cursor = paused.State.As<ImportState>().Cursor;
        screen.Say($"{cursor}: {files.All.First(line => line.File == cursor.File && line.Line == cursor.Line).Text}");
        var job = await desk.SkipLineAndResumeAsync("anna", "customer name lacks its quotes, entered by hand");
        screen.Say($"Now {job.Status}, cursor {job.State.As<ImportState>().Cursor}, version {job.Version}, state version {job.StateVersion}.");
        Unless((job.Version, job.StateVersion) == (paused.Version + 1, paused.StateVersion + 1), "The correction was not one update.");
    }

    private async Task CompleteAsync()
    {
        screen.Step("A fifth worker completes the import, and ends by itself.");
        using var worker = new WorkerProcess(folder);
        await worker.UntilAsync(ReportKind.Completed, report =>
        {
            Unless(report.Kind != ReportKind.Paused, $"The job was paused again: {report.State?.Error}");
            screen.Show(report);
        });
        var exitCode = await worker.EndAsync();
        screen.Say($"Process {worker.Id} ended with exit code {exitCode}.");
        Unless(exitCode == 0, "The worker did not end well; see worker.log.");
    }

    private async Task TellTheHistoryAsync()
    {
        screen.Step("The history of the job's state:");
        var history = await desk.HistoryAsync();
        foreach (var row in HistoryTable.Rows([.. history.Reverse()]))
            screen.Say(row);
    }

    private async Task CheckEverythingAsync()
    {
        var audit = await Audit.OfAsync(files, orders);
        var job = await desk.LookAsync();
        var state = job.State.As<ImportState>();
        var batches = (await orders.ReadOffersAsync()).DistinctBy(offer => (offer.File, offer.First)).Count();
        screen.Step("Everything held against the input:");
        screen.Say($"{audit.Repeated.Sum(offer => offer.Lines)} lines were offered twice and stored once: {string.Join(", ", audit.Repeated)}.");
        screen.Say($"{batches} batches, one failure, one correction: the state has had 1 + {batches} + 1 + 1 = {batches + 3} versions.");

        Unless(job.Status == JobStatus.Completed && state.Phase == "done", $"The job is {job.Status}, phase {state.Phase}.");
        Unless(audit is { Lost: 0, Twice: 0, Changed: 0, Malformed: 1 }, $"The database is not what the input is: {audit}.");
        Unless((state.Imported, state.Skipped) == (audit.Stored, audit.Malformed), $"The state says {state}, the database has {audit.Stored} lines.");
        Unless(audit.Stored == audit.Lines - audit.Malformed, $"{audit.Stored} of {audit.Lines} lines are stored.");
        Unless(job.StateVersion == batches + 3, $"The state has version {job.StateVersion}: one was lost or written twice.");

        Console.WriteLine();
        Console.WriteLine($"quickstart: {audit.Lines} lines, {state.Imported} imported, {state.Skipped} skipped, {audit.Twice} twice, {audit.Lost} lost, state version {job.StateVersion}");
    }

    // How many lines orders.db is ahead of the job's cursor: what the next worker will offer again.
    private async Task<int> CompareAsync()
    {
        var stored = (await orders.ReadAllAsync()).Count;
        var state = (await desk.LookAsync()).State.As<ImportState>();
        var ahead = stored - state.Imported;
        screen.Say($"orders.db has {stored:N0} lines; the state in jobs.db says {state.Imported:N0}, cursor {state.Cursor}{(ahead == 0 ? ": they agree." : $": {ahead} lines will be offered again.")}");
        return ahead;
    }
}
