using System.Text;

namespace StatefulScheduler.Testing;

// What a state holds, exact to the byte: E7, E8.
internal static class ValueTorture
{
    private static readonly TimeSpan Minute = TortureGround.Minute;

    public static async Task RoundTripAsync(TortureGround ground)
    {
        var everything = new Everything(
            9007199254740993, 12345678901234567.89m, new Guid("0d9c1d5a-1b7e-4b7c-9c53-3a5f6f0c2e11"), new DateTimeOffset(2030, 2, 3, 4, 5, 6, TimeSpan.FromHours(8)).AddTicks(7),
            TimeSpan.FromTicks(123456789), Weather.Stormy, [1, 2, 3], new("外", new("内", null)), [0, 1, 254, 255], "中文 “quoted” \\ \n", 0);
        const string raw = """{ "big":9007199254740993, "money":12345678901234567.89, "price":1.10, "exp":1E+2, "zh":"中文", "escaped":"\u4e2d\/", "list":[1, 2.0,  3], "n":0, "tail":{"a" : null} }""";
        await using var harness = await ground.StartAsync(scheduler => scheduler
            .AddJob("typed", Trigger.Every(Minute), everything, (job, _) => new(job.State with { N = job.State.N + 1 }))
            .AddHandler<Tally>("partly", (job, _) => new(new Tally(job.State.N + 1)))
            .AddJob(new JobDefinition("partly", "partly", Trigger.Every(Minute)) { State = JobState.Parse(raw) })
            .AddHandler("plain", (job, _) =>
            {
                job.State = job.State.Update("n", n => n + 1, 0);
                return ValueTask.CompletedTask;
            })
            .AddJob(new JobDefinition("plain", "plain", Trigger.Every(Minute)) { State = JobState.Parse(raw) })).ConfigureAwait(false);
        Equal(ground, everything, (await harness.Scheduler.GetJobAsync("typed").ConfigureAwait(false)).State.As<Everything>());
        ground.Same(raw, (await harness.Scheduler.GetJobAsync("plain").ConfigureAwait(false)).State.ToString(), "the state as it was added");

        await harness.AdvanceAsync(Minute).ConfigureAwait(false);
        await harness.Scheduler.UpdateStateAsync("plain", state => state.Set("n", 2)).ConfigureAwait(false);
        await harness.AdvanceAsync(Minute).ConfigureAwait(false);

        Equal(ground, everything with { N = 2 }, (await harness.Scheduler.GetJobAsync("typed").ConfigureAwait(false)).State.As<Everything>());
        await UntouchedAsync(ground, harness, "partly", raw, 2).ConfigureAwait(false);
        await UntouchedAsync(ground, harness, "plain", raw, 3).ConfigureAwait(false);
    }

    public static async Task ChangedObjectsAsync(TortureGround ground)
    {
        var given = new Loose { N = 1, Items = ["one"] };
        var bytes = Encoding.UTF8.GetBytes("""{"n":1,"items":["one"]}""");
        Loose? returned = null;
        await using var harness = await ground.StartAsync(scheduler => scheduler
            .AddHandler<Loose>("job", (job, _) =>
            {
                returned = job.State;
                returned.N++;
                return new(returned);
            })
            .AddHandler("raw", (_, _) => ValueTask.CompletedTask)).ConfigureAwait(false);
        await harness.Scheduler.AddJobAsync(new("job", "job", Trigger.Every(Minute)) { State = given }).ConfigureAwait(false);
        await harness.Scheduler.AddJobAsync(new("raw", "raw", Trigger.Never) { State = JobState.Parse(bytes.AsMemory()) }).ConfigureAwait(false);

        given.N = 99;
        given.Items.Clear();
        bytes.AsSpan().Fill((byte)'x');
        await IsAsync("job", 1, "after the object that was added had been changed").ConfigureAwait(false);
        await IsAsync("raw", 1, "after the bytes that were added had been changed").ConfigureAwait(false);

        var read = (await harness.Scheduler.GetJobAsync("job").ConfigureAwait(false)).State.As<Loose>();
        read.N = 99;
        read.Items.Clear();
        await IsAsync("job", 1, "after an object that was read had been changed").ConfigureAwait(false);

        await harness.AdvanceAsync(Minute).ConfigureAwait(false);
        returned!.N = 99;
        returned.Items.Clear();
        await IsAsync("job", 2, "after an object that a run had returned had been changed").ConfigureAwait(false);

        Loose? updated = null;
        await harness.Scheduler.UpdateStateAsync<Loose>("job", state =>
        {
            state.N++;
            return updated = state;
        }).ConfigureAwait(false);
        updated!.N = 99;
        updated.Items.Clear();
        await IsAsync("job", 3, "after an object that an operator had returned had been changed").ConfigureAwait(false);

        async Task IsAsync(string id, int n, string when) => ground.Same(
            $$"""{"n":{{n}},"items":["one"]}""", (await harness.Scheduler.GetJobAsync(id).ConfigureAwait(false)).State.ToString(), $"the state of '{id}', {when},");
    }

    private static async Task UntouchedAsync(TortureGround ground, SchedulerHarness harness, string id, string raw, int n)
    {
        var before = JobState.Parse(raw);
        var state = (await harness.Scheduler.GetJobAsync(id).ConfigureAwait(false)).State;
        ground.Same(n, state.Get("n", 0), $"n of '{id}'");
        ground.Same(string.Join(", ", before.Keys), string.Join(", ", state.Keys), $"the members of '{id}'");
        foreach (var (name, value) in before)
        {
            if (name != "n")
                ground.Same(value.ToString(), state[name].ToString(), $"the text of member '{name}' of '{id}'");
        }
    }

    private static void Equal(TortureGround ground, Everything expected, Everything actual)
    {
        ground.Must(expected.List.SequenceEqual(actual.List), $"the list is [{string.Join(", ", actual.List)}].");
        ground.Must(expected.Bytes.AsSpan().SequenceEqual(actual.Bytes), $"the bytes are {Convert.ToHexString(actual.Bytes)}.");
        ground.Must(expected.Instant.EqualsExact(actual.Instant), $"the instant is {actual.Instant:O}.");
        ground.Same(expected, actual with { List = expected.List, Bytes = expected.Bytes }, "the state");
    }
}
