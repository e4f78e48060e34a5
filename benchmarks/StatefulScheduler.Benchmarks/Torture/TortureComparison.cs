using StatefulScheduler.Benchmarks.Measuring;

namespace StatefulScheduler.Benchmarks.Torture;

// The torture list, E1 to E7, done to us and to Quartz. True only if ours hold on both stores.
internal static class TortureComparison
{
    private static readonly TortureCase[] Cases =
        [new EditDuringRun(), new FailingRun(), new OverlappingIncrements(), new TwoOperators(), new StateWithCommands(), new LostLease(), new RoundTrip()];

    public static Comparison Instance { get; } = new("torture", "E1 to E7: what becomes of a job's state, ours on both stores beside Quartz RAM and SQLite", RunAsync);

    private static async Task<bool> RunAsync(CompareOptions options, Report report)
    {
        var holds = true;
        foreach (var torture in Cases)
        {
            report.Note($"{torture.Code}  {torture.Does}");
            holds &= await OursAsync(torture, report);
            foreach (var store in torture.QuartzStores)
                report.Note($"    {Machine.QuartzName} ({(store == QuartzStore.Ram ? "RAM" : "SQLite")}): {await QuartzAsync(torture, store)}");
        }

        report.Note(holds ? "ours: all hold" : "ours: BROKEN, see above");
        return holds;
    }

    private static async Task<bool> OursAsync(TortureCase torture, Report report)
    {
        var holds = true;
        foreach (var store in OurStore.All())
        {
            var broken = new Findings();
            try
            {
                await torture.OursAsync(store, broken);
            }
#pragma warning disable CA1031 // Whatever goes wrong is the answer.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                broken.Expect(false, $"{exception.GetType().Name}: {exception.Message}");
            }

            report.Note($"    {(broken.None ? "ours: holds" : $"ours: BROKEN: {broken}")} ({store.Name})");
            holds &= broken.None;
        }

        return holds;
    }

    private static async Task<string> QuartzAsync(TortureCase torture, QuartzStore store)
    {
        try
        {
            return await torture.QuartzAsync(store);
        }
#pragma warning disable CA1031 // The same.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return $"{exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}";
        }
    }
}
