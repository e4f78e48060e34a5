using Microsoft.Extensions.DependencyInjection;

namespace StatefulScheduler.Tests.Review;

// Events of one job come in the order of their commits, however many pumps and commands are about.
public class EventOrderTests
{
    private const int Jobs = 8;
    private const int Runs = 300;
    private const int Edits = 300;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    // Each job runs often, half of its runs leaving their thread, and three people edit the first one at once.
    private static async Task<EventLedger> RunAsync()
    {
        var left = Enumerable.Repeat(Runs, Jobs).ToArray();
        var all = Enumerable.Range(0, Jobs).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        await using var services = new ServiceCollection().AddStatefulScheduler(builder => builder
            .Configure(options => options.MaxConcurrentRuns = 32)
            .AddHandler("job", async (job, _) =>
            {
                var index = job.Arguments.As<int>();
                job.State = job.State.Update("n", n => n + 1, 0);
                if (job.Fence % 2 == 0)
                    await Task.Yield();
                if (Interlocked.Decrement(ref left[index]) == 0)
                    all[index].SetResult();
            })).Services.BuildServiceProvider();
        var scheduler = services.GetRequiredService<IScheduler>();
        var ledger = new EventLedger();
        ((Scheduler)scheduler).Core.Events.Add(ledger);
        await scheduler.StartAsync();
        for (var i = 0; i < Jobs; i++)
            await scheduler.AddJobAsync(new($"job-{i}", "job", Trigger.Every(TimeSpan.FromMilliseconds(1))) { Arguments = i });

        var edits = Enumerable.Range(0, 3).Select(who => Task.Run(async () =>
        {
            for (var edit = 0; edit < Edits; edit++)
                await scheduler.UpdateStateAsync("job-0", state => state.Set($"operator-{who}", edit));
        }));
        await Task.WhenAll(edits.Concat(all.Select(each => each.Task))).WaitAsync(Bound, TestContext.Current.CancellationToken);
        await scheduler.StopAsync();
        return ledger;
    }

    [Fact]
    public async Task Runs_begin_and_end_in_the_order_of_their_fences_and_never_overlap()
    {
        var ledger = await RunAsync();

        for (var i = 0; i < Jobs; i++)
        {
            var runs = ledger.Of($"job-{i}").OfType<RunEvent>().Where(told => told is RunStarted or RunSucceeded).Select(told => (Begins: told is RunStarted, told.Run.Fence)).ToList();
            Assert.True(runs.Count >= 2 * Runs, $"{runs.Count} events of job-{i}");
            for (var at = 0; at < runs.Count; at++)
            {
                var inOrder = at % 2 == 0
                    ? runs[at].Begins && (at == 0 || runs[at].Fence > runs[at - 1].Fence)
                    : !runs[at].Begins && runs[at].Fence == runs[at - 1].Fence;
                Assert.True(inOrder, $"job-{i}: {string.Join(", ", runs.Skip(Math.Max(0, at - 3)).Take(6))}, at event {at}");
            }
        }
    }

    [Fact]
    public async Task Edits_are_told_in_the_order_of_their_versions()
    {
        var ledger = await RunAsync();

        var versions = ledger.Of("job-0").OfType<JobModified>().Select(told => told.Job.Version).ToList();
        Assert.Equal(Enumerable.Range(2, 3 * Edits).Select(version => (long)version), versions);
    }

    [Fact]
    public async Task States_are_told_in_the_order_of_their_versions()
    {
        var ledger = await RunAsync();

        var states = ledger.Of("job-0").OfType<StateChanged>().Select(told => told.Job.StateVersion).ToList();
        Assert.Equal(Enumerable.Range(2, states.Count).Select(version => (long)version), states);
    }
}
