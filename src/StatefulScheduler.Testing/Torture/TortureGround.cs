using System.Text.Json.Serialization;
using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// Where a check is done: schedulers on new stores, and the words for what must hold.
internal sealed class TortureGround(TortureCheck check, Func<TimeProvider, ValueTask<IJobStore>> newStore, CancellationToken cancellationToken) : IAsyncDisposable
{
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly List<IJobStore> stores = [];

    public CancellationToken CancellationToken => cancellationToken;

    public async Task<SchedulerHarness> StartAsync(Action<SchedulerBuilder> configure)
    {
        var options = new HarnessOptions();
        var time = new VirtualTimeProvider(options.Start);
        var store = await newStore(time).ConfigureAwait(false);
        stores.Add(store);
        return await SchedulerHarness.StartAsync(
            scheduler =>
            {
                configure(scheduler.AddJson(TortureJson.Default).Configure(all => all.MaxConcurrentRuns = 16));
                scheduler.UseStore(_ => store);
            },
            options,
            time,
            storeIsLent: true,
            cancellationToken).ConfigureAwait(false);
    }

    public void Must(bool holds, string otherwise)
    {
        if (!holds)
            throw new TortureException($"{check.Code} ({check.Do}) is broken: {otherwise} Must hold: {check.MustHold}.");
    }

    public void Same<T>(T expected, T actual, string what) =>
        Must(EqualityComparer<T>.Default.Equals(expected, actual), $"{what} should be {Text(expected)} but is {Text(actual)}.");

    public async Task<TException> RefusedAsync<TException>(Func<Task> act, string what)
        where TException : Exception
    {
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (TException refusal)
        {
            return refusal;
        }

        throw new TortureException($"{check.Code} ({check.Do}) is broken: {what} should be refused with {typeof(TException).Name}, and was not. Must hold: {check.MustHold}.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in stores)
            await store.DisposeAsync().ConfigureAwait(false);
    }

    private static string Text<T>(T value) => value is null ? "null" : $"'{value}'";
}

// The states that the checks use, without reflection: the checks run in trimmed applications too.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Tally))]
[JsonSerializable(typeof(Loose))]
[JsonSerializable(typeof(Everything))]
internal sealed partial class TortureJson : JsonSerializerContext;

internal sealed record Tally(int N);

// A class on purpose: its owner may change it at any time.
internal sealed class Loose
{
    public int N { get; set; }

    public List<string> Items { get; set; } = [];
}

internal sealed record Everything(
    long Long, decimal Decimal, Guid Guid, DateTimeOffset Instant, TimeSpan Span, Weather Weather, List<int> List, Nested Nested, byte[] Bytes, string Text, int N);

internal sealed record Nested(string Name, Nested? Inner);

internal enum Weather
{
    Fair,
    Stormy,
}
