using System.Diagnostics.CodeAnalysis;

namespace StatefulScheduler.Testing;

// Chance that can be repeated.
[SuppressMessage("Security", "CA5394", Justification = "A seed must give the same steps again.")]
internal sealed class ModelDice(int seed)
{
    private readonly Random random = new(seed);

    public int Below(int bound) => random.Next(bound);

    public bool OneIn(int times) => random.Next(times) == 0;

    public T Of<T>(params ReadOnlySpan<T> items) => items[random.Next(items.Length)];

    public T From<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
