using System.Globalization;

namespace StatefulScheduler.Sqlite.Tests;

// Chance that can be repeated as far as two processes allow: STS_SEED=<seed> takes the same decisions again.
internal sealed class Nemesis
{
    private readonly Random random;

    public Nemesis()
    {
        Seed = int.TryParse(Environment.GetEnvironmentVariable("STS_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next(1, 1_000_000);
        random = new Random(Seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");
    }

    public int Seed { get; }

    public int UpTo(int most) => random.Next(most + 1);

    // Kills where chance has it: up to some ten milliseconds after what was heard last, which is in the middle of anything.
    public async Task KillAsync(WorkerProcess worker)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * 30));
        await worker.KillAsync();
    }
}
