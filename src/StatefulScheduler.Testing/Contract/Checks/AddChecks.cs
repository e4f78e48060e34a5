namespace StatefulScheduler.Testing;

internal static class AddChecks
{
    public static IEnumerable<JobStoreCheck> All =>
    [
        new("Add does not overwrite", DoesNotOverwrite),
        new("Of two jobs with one id in one batch the first is added", FirstOfTwo),
        new("Ids that differ by case only are different jobs", IdsAreOrdinal),
        new("A new job begins with version 1 and state version 1", BeginsWithOne),
        new("A job that is not there is answered with none", NotThere),
    ];

    private static async Task DoesNotOverwrite(TestedStore store)
    {
        await store.AddAsync("a");
        var before = await store.PortraitAsync("a");
        var second = (await store.AddAllAsync(store.Job("a", null) with { State = Some.State(9), Status = JobStatus.Paused }))[0];

        Expect.Equal(false, second.Added, "whether a second job with the same id was added");
        Expect.Equal(before, Portrait.Of(second.Job), "the job that the second addition was answered with");
        Expect.Equal(before, await store.PortraitAsync("a"), "the job after the second addition");
    }

    private static async Task FirstOfTwo(TestedStore store)
    {
        var results = await store.AddAllAsync(store.Job("a", null) with { State = Some.State(1) }, store.Job("a", null) with { State = Some.State(2) }, store.Job("b", null));

        Expect.Sequence([true, false, true], results.Select(result => result.Added), "what was added");
        Expect.Equal(Some.State(1), (await store.GetAsync("a")).State, "the state of the job");
    }

    private static async Task IdsAreOrdinal(TestedStore store)
    {
        string[] ids = ["a", "A", "ä", "中文/1", "a b", "a'b\"", "a%_"];
        foreach (var id in ids)
            await store.AddAsync(store.Job(id, null));
        foreach (var id in ids)
            Expect.Equal(id, (await store.GetAsync(id)).Id, "the id of the job that was asked for");
    }

    private static async Task BeginsWithOne(TestedStore store)
    {
        var added = await store.AddAsync("a");

        Expect.Equal((1L, 1L), (added.Version, added.StateVersion), "the version and the state version of the new job");
        Expect.Equal(Portrait.Of(added), await store.PortraitAsync("a"), "the job as it is read, against the answer of adding it");
    }

    private static async Task NotThere(TestedStore store)
    {
        await store.AddAsync("a");

        Expect.Equal(null, await store.FindAsync("b"), "the job 'b'");
    }
}
