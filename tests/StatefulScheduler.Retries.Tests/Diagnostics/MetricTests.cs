using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Diagnostics;

// Who listens makes every policy of the process measure: not beside tests that count on the opposite.
[CollectionDefinition(nameof(Listening), DisableParallelization = true)]
public sealed class Listening;

[Collection(nameof(Listening))]
public sealed class MetricTests : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly List<string> measured = [];
    private readonly TestClock clock = new();

    public MetricTests()
    {
        listener.InstrumentPublished = (instrument, subscriber) =>
        {
            if (instrument.Meter.Name == RetryDiagnostics.MeterName)
                subscriber.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
    }

    [Fact]
    public async Task A_call_that_is_retried_is_counted_with_its_attempts_delays_and_duration()
    {
        await Policy().ExecuteAsync(new Script(new IOException("x"), 1).CallAsync, TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                "retry.attempts 1 {attempt} retry.policy=payments retry.outcome=failed",
                "retry.delay 1 s retry.policy=payments",
                "retry.attempts 1 {attempt} retry.policy=payments retry.outcome=succeeded",
                "retry.executions 1 {execution} retry.policy=payments retry.end=succeeded",
                "retry.execution.duration 1 s retry.policy=payments retry.end=succeeded",
            ],
            measured);
    }

    [Fact]
    public void A_call_that_succeeds_at_once_is_counted_too()
    {
        Policy().Execute(_ => 1, TestContext.Current.CancellationToken);

        Assert.Contains("retry.executions 1 {execution} retry.policy=payments retry.end=succeeded", measured);
    }

    [Fact]
    public void A_result_that_is_to_be_retried_is_a_rejected_attempt()
    {
        Policy(options => (options.RetryIf, options.Wait) = (RetryIf.Result<object?>(value => value is 0), Wait.None)).Execute(new Script(0, 1).Call, TestContext.Current.CancellationToken);

        Assert.Equal("retry.attempts 1 {attempt} retry.policy=payments retry.outcome=rejected", measured[0]);
    }

    [Fact]
    public void What_is_not_retried_is_counted_with_its_error()
    {
        Policy(options => options.RetryIf = RetryIf.Never).TryExecute(new Script(new IOException("x")).Call, TestContext.Current.CancellationToken);

        Assert.Equal("retry.attempts 1 {attempt} retry.policy=payments retry.outcome=not_retryable", measured[0]);
        Assert.Equal("retry.executions 1 {execution} retry.policy=payments retry.end=not_retryable error.type=System.IO.IOException", measured[1]);
    }

    [Fact]
    public void A_retry_that_a_budget_refuses_is_counted()
    {
        Policy(options => options.SharedBudget = RetryBudget.Concurrency(0, 0)).TryExecute(new Script(new IOException("x")).Call, TestContext.Current.CancellationToken);

        Assert.Equal("retry.budget.rejections 1 {retry} retry.policy=payments", measured[1]);
        Assert.Equal("retry.executions 1 {execution} retry.policy=payments retry.end=budget_exhausted error.type=System.IO.IOException", measured[2]);
    }

    [Fact]
    public void The_ends_have_names()
    {
        using var over = RetryDeadline.Begin(TimeSpan.Zero, clock);
        Policy().TryExecute(new Script(1).Call, TestContext.Current.CancellationToken);
        over.Dispose();
        Policy().TryExecute(new Script(1).Call, new CancellationToken(canceled: true));
        Policy(options => options.MaxAttempts = 1).TryExecute(new Script(new IOException("x")).Call, TestContext.Current.CancellationToken);

        var ends = measured.Where(line => line.StartsWith("retry.executions", StringComparison.Ordinal)).Select(line => line.Split("retry.end=")[1].Split(' ')[0]);
        Assert.Equal(["deadline_reached", "cancelled", "stopped"], ends);
    }

    [Fact]
    public void What_is_left_in_a_named_budget_can_be_watched()
    {
        using var provider = new ServiceCollection().AddRetryBudget("downstream", _ => RetryBudget.Quota(capacity: 20, retryCost: 5)).BuildServiceProvider();
        var budget = provider.GetRequiredKeyedService<RetryBudget>("downstream");
        budget.TryAcquire(new RetryRequest(2, null));

        listener.RecordObservableInstruments();

        Assert.Contains("retry.budget.available 3 {retry} retry.budget=downstream", measured);
        GC.KeepAlive(budget);
    }

    public void Dispose() => listener.Dispose();

    private RetryPolicy Policy(Action<RetryOptions>? change = null)
    {
        var options = new RetryOptions { Wait = Wait.Fixed(Second), TimeProvider = clock };
        change?.Invoke(options);
        return new RetryPolicy(options, "payments");
    }

    private void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = FormattableString.Invariant($"{instrument.Name} {value} {instrument.Unit}");
        foreach (var (key, text) in tags)
            line += $" {key}={text}";
        measured.Add(line);
    }
}
