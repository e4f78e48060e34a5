using StatefulScheduler.Stores;

namespace StatefulScheduler.Sqlite.Tests;

public sealed class OwnershipTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_owner_is_refused_and_told_who_holds_the_file()
    {
        await using var first = await TestStore.OpenAsync(node: "first");

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => TestStore.OpenAsync(first.File));

        Assert.Contains(first.File, error.Message, StringComparison.Ordinal);
        Assert.Contains($"node 'first' (process {Environment.ProcessId} on {Environment.MachineName})", error.Message, StringComparison.Ordinal);
        Assert.Contains("OwnerWait", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_owner_waits_as_long_as_it_is_told()
    {
        using var folder = new TempFolder();
        var first = await TestStore.OpenAsync(folder.File());
        var second = TestStore.OpenAsync(folder.File(), options => options.OwnerWait = TimeSpan.FromMinutes(1));
        Assert.False(second.IsCompleted);

        await first.DisposeAsync();

        await (await second).DisposeAsync();
    }

    [Fact]
    public async Task A_wait_for_the_file_can_be_cancelled()
    {
        await using var first = await TestStore.OpenAsync();
        using var cancelled = new CancellationTokenSource();
        var second = new SqliteJobStore(first.File, new SqliteStoreOptions { OwnerWait = TimeSpan.FromMinutes(1) });
        var waiting = second.InitializeAsync(TestStore.Context(first.Time), cancelled.Token).AsTask();

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Each_opening_begins_a_new_epoch()
    {
        await using var first = await TestStore.OpenAsync();
        Assert.Equal(1, first.Store.Open.Epoch);

        await using var second = await first.ReopenAsync();

        Assert.Equal(2, second.Store.Open.Epoch);
    }

    [Fact]
    public async Task A_run_of_an_earlier_epoch_is_taken_over_at_once_for_the_same_occurrence()
    {
        await using var first = await TestStore.OpenAsync();
        var added = await first.AddAsync("job");
        var before = await first.ClaimAsync();

        await using var second = await first.ReopenAsync();
        Assert.Equal(0, (await second.GetAsync("job")).RunningCount);
        var after = await second.ClaimAsync();

        Assert.Equal((before.Fence + 1, before.Fence, 1), (after.Fence, after.TookOver, after.AbandonedRuns));
        Assert.Equal(added.NextFireAt, after.ScheduledAt);
        var run = Assert.Single(await second.RunsAsync("job"));
        Assert.Equal((RunOutcome.Abandoned, before.Fence), (run.Outcome, run.Fence));
    }

    [Fact]
    public async Task A_run_that_kills_its_process_again_and_again_is_counted()
    {
        var store = await TestStore.OpenAsync();
        await store.AddAsync("job");
        for (var crash = 0; crash < 3; crash++)
        {
            Assert.Equal(crash, (await store.ClaimAsync()).AbandonedRuns);
            store = await store.ReopenAsync();
        }

        Assert.Equal(3, (await store.ClaimAsync()).AbandonedRuns);
        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_run_of_an_earlier_epoch_can_write_nothing()
    {
        await using var first = await TestStore.OpenAsync();
        await first.AddAsync("job");
        var claim = await first.ClaimAsync();

        await using var second = await first.ReopenAsync();
        var result = await second.CommitOneAsync(second.End(claim, state: """{"n":1}"""));

        Assert.Equal(CommitStatus.StaleRun, result.Status);
        Assert.Equal(1, result.StateVersion);
    }

    [Fact]
    public async Task A_pending_run_that_was_open_is_taken_over_as_what_it_was()
    {
        await using var first = await TestStore.OpenAsync();
        var job = await first.AddAsync("job", TimeSpan.FromHours(1));
        await first.CommitAsync(new JobCommit { JobId = "job", At = first.Time.Now, Details = new() { Adds = Some.Manual(first, "mine") } });
        var before = await first.ClaimAsync();

        await using var second = await first.ReopenAsync();
        var after = await second.ClaimAsync();

        Assert.Equal("mine", after.RunId);
        Assert.Equal((before.ScheduledAt, before.Fence), (after.ScheduledAt, after.TookOver));
        Assert.Equal(job.NextFireAt, after.NextFireAt);
    }

    [Fact]
    public async Task A_closed_store_refuses_and_says_so()
    {
        var store = await TestStore.OpenAsync();
        await store.DisposeAsync();

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AddAsync("job"));

        Assert.Contains("has been closed", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.GetAsync("job"));
    }

    [Fact]
    public async Task Closing_writes_what_waits_and_empties_the_log_into_the_file()
    {
        using var folder = new TempFolder();
        var store = await TestStore.OpenAsync(folder.File());
        var adding = Enumerable.Range(0, 100).Select(index => store.AddAsync($"job{index}")).ToList();

        await store.DisposeAsync();
        await Task.WhenAll(adding);

        Assert.False(File.Exists(folder.File() + "-wal"));
        await using var again = await TestStore.OpenAsync(folder.File());
        Assert.Equal(100, await again.Store.CountAsync(JobQuery.All, Ct));
    }
}
