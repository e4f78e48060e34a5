using StatefulScheduler.Stores;
using StatefulScheduler.Testing;
using StatefulScheduler.Tests.Stores.Mutants;
using static StatefulScheduler.Tests.Engine.Some;

namespace StatefulScheduler.Tests.Engine;

// Several nodes start at once with jobs declared in code. The race is played: whenever the first node is about to write, a second one starts, and is done, before it.
public class RacedReconcileTests
{
    [Fact]
    public async Task Of_two_nodes_that_declare_the_same_job_one_adds_it_and_neither_fails()
    {
        var store = new RacedStore();
        await using var harness = await RaceAsync(store, Trigger.Every(Minute), Trigger.Every(Minute));

        Assert.Equal((2, 0), (store.Adds, store.Commits));
        Assert.Equal(1, (await harness.Job()).Version);
    }

    [Fact]
    public async Task A_node_that_lost_the_race_of_an_add_follows_its_own_declaration()
    {
        var store = new RacedStore();
        await using var harness = await RaceAsync(store, Trigger.Every(Minute), Trigger.Every(5 * Minute));

        var job = await harness.Job();
        Assert.Equal((Trigger.Every(Minute), 2L, 1), (job.Trigger, job.Version, store.Commits));
    }

    [Fact]
    public async Task Of_two_nodes_with_the_same_new_declaration_one_writes()
    {
        var store = new RacedStore { Races = false };
        await using var before = await RaceAsync(store, Trigger.Every(5 * Minute), Trigger.Every(5 * Minute));
        store.Races = true;
        await using var harness = await RaceAsync(store, Trigger.Every(Minute), Trigger.Every(Minute));

        Assert.Equal((Trigger.Every(Minute), 2L, 2), ((await harness.Job()).Trigger, (await harness.Job()).Version, store.Commits)); // One of the two commits was refused.
        Assert.Empty(harness.Events<JobModified>());
    }

    private static ValueTask<SchedulerHarness> RaceAsync(RacedStore store, Trigger first, Trigger second)
    {
        Action<SchedulerBuilder> Declares(Trigger trigger) => scheduler => scheduler.UseStore(_ => store).AddJob("job", trigger, Counting);
        store.Other = async () =>
        {
            var other = await SchedulerHarness.StartAsync(scheduler =>
            {
                Declares(second)(scheduler);
                scheduler.Configure(options => options.StartPaused = true);
            });
            await other.Scheduler.StopAsync();
        };
        return HarnessAsync(Declares(first));
    }

    private sealed class RacedStore : MutantStore
    {
        public bool Races { get; set; } = true;

        public Func<Task>? Other { get; set; }

        public int Adds { get; private set; }

        // Those of commands and deploys.
        public int Commits { get; private set; }

        public override async ValueTask AddAsync(ReadOnlyMemory<JobAddition> jobs, Memory<AddResult> results, CancellationToken cancellationToken)
        {
            await RaceAsync();
            Adds++;
            await base.AddAsync(jobs, results, cancellationToken);
        }

        public override async ValueTask CommitAsync(ReadOnlyMemory<JobCommit> commits, Memory<CommitResult> results, CancellationToken cancellationToken)
        {
            if (commits.Length > 0 && commits.Span[0].Fence == 0)
            {
                await RaceAsync();
                Commits++;
            }

            await base.CommitAsync(commits, results, cancellationToken);
        }

        private async Task RaceAsync()
        {
            if (!Races || Other is not { } other)
                return;
            Races = false;
            await other();
        }
    }
}
