using Microsoft.Extensions.DependencyInjection;

namespace StatefulScheduler.Tests.Engine;

// Many pumps and commands at once. Of different threads, events of one job may be told the other way round within an instant (see ISchedulerEvents);
// what one thread does comes in its order, nothing is told twice or not at all, and fences and versions say which came first.
public class EventOrderTests
{
    private const int Jobs = 8;
    private const int Runs = 300;
    private const int Editors = 3;
    private const int Edits = 300;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    // Each job runs often, half of its runs leaving their thread, and several people edit the first one at once.
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

        var edits = Enumerable.Range(0, Editors).Select(who => Task.Run(async () =>
        {
            for (var edit = 0; edit < Edits; edit++)
                await scheduler.ActingAs($"operator-{who}").UpdateStateAsync("job-0", state => state.Set($"operator-{who}", edit));
        }));
        await Task.WhenAll(edits.Concat(all.Select(each => each.Task))).WaitAsync(Bound, TestContext.Current.CancellationToken);
        await scheduler.StopAsync();
        return ledger;
    }

    [Fact]
    public async Task Every_run_is_told_once_its_begin_before_its_end()
    {
        var ledger = await RunAsync();

        for (var i = 0; i < Jobs; i++)
        {
            var told = ledger.Of($"job-{i}").OfType<RunEvent>().Where(each => each is not RunSkipped).ToList();
            var begun = told.OfType<RunStarted>().Select(run => run.Run.Fence).ToList();
            Assert.True(begun.Count >= Runs, $"{begun.Count} runs of job-{i}");
            Assert.Equal(begun.Order(), begun.Distinct().Order());
            Assert.Equal(begun.Order(), told.OfType<RunSucceeded>().Select(run => run.Run.Fence).Order());
            foreach (var run in told.GroupBy(each => each.Run.Fence))
                Assert.Equal([typeof(RunStarted), typeof(RunSucceeded)], run.Select(each => each.GetType()));
        }
    }

    [Fact]
    public async Task Every_edit_is_told_once_and_those_of_one_person_in_their_order()
    {
        var ledger = await RunAsync();

        var edits = ledger.Of("job-0").OfType<JobModified>().ToList();
        Assert.Equal(Enumerable.Range(2, Editors * Edits).Select(version => (long)version), edits.Select(told => told.Job.Version).Order());
        foreach (var person in edits.GroupBy(told => told.Actor))
        {
            Assert.Equal(Edits, person.Count());
            Assert.Equal(person.Select(told => told.Job.Version).Order(), person.Select(told => told.Job.Version));
        }
    }

    [Fact]
    public async Task Every_version_of_the_state_is_told_once()
    {
        var ledger = await RunAsync();

        var states = ledger.Of("job-0").OfType<StateChanged>().Select(told => told.Job.StateVersion).ToList();
        Assert.Equal(Enumerable.Range(2, states.Count).Select(version => (long)version), states.Order());
    }
}
