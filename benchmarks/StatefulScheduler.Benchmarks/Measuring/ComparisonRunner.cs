using StatefulScheduler.Benchmarks.Cron;
using StatefulScheduler.Benchmarks.Postgres;
using StatefulScheduler.Benchmarks.QuartzMemory;
using StatefulScheduler.Benchmarks.QuartzSqlite;
using StatefulScheduler.Benchmarks.Retries;
using StatefulScheduler.Benchmarks.Tokens;
using StatefulScheduler.Benchmarks.Torture;

namespace StatefulScheduler.Benchmarks.Measuring;

internal static class ComparisonRunner
{
    private static readonly Comparison[] Comparisons =
    [
        QuartzMemoryComparison.Instance, QuartzSqliteComparison.Instance, PostgresComparison.Instance, CronComparison.Instance, RetryComparison.Instance, TokenComparison.Instance, TortureComparison.Instance,
    ];

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        CompareOptions options;
        Comparison[] chosen;
        try
        {
            options = CompareOptions.Parse(arguments);
            if (options.Names is ["list"])
                return List();
            chosen = options.Names.Count == 0 ? Comparisons : [.. options.Names.Select(Find)];
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }

        Console.WriteLine(Machine.Line());
        var holds = true;
        foreach (var comparison in chosen)
        {
            var report = new Report(comparison.Name);
            holds &= await comparison.RunAsync(options, report);
            report.Print();
        }

        return holds ? 0 : 1;
    }

    private static int List()
    {
        foreach (var comparison in Comparisons)
            Console.WriteLine($"{comparison.Name,-16}{comparison.What}");
        return 0;
    }

    private static Comparison Find(string name) => Array.Find(Comparisons, comparison => comparison.Name == name)
        ?? throw new ArgumentException($"There is no comparison '{name}'; there are: {string.Join(", ", Comparisons.Select(comparison => comparison.Name))}.");
}
