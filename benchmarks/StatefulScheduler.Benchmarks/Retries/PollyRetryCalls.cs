using Polly;
using Polly.Retry;

namespace StatefulScheduler.Benchmarks.Retries;

#pragma warning disable CA2012 // Every operation completes at once, so its ValueTask may be read at once.
// Set up for speed as its manual says: a static ShouldHandle instead of a PredicateBuilder, states instead of closures, no telemetry, no jitter.
internal sealed class PollyRetryCalls : RetryCalls
{
    private readonly Outcomes outcomes = new();
    private readonly ResiliencePipeline untyped = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = MaxAttempts - 1,
            Delay = TimeSpan.Zero,
            ShouldHandle = static arguments => new(arguments.Outcome.Exception is not (null or OperationCanceledException)),
        })
        .Build();

    private readonly ResiliencePipeline<int> typed = new ResiliencePipelineBuilder<int>()
        .AddRetry(new RetryStrategyOptions<int>
        {
            MaxRetryAttempts = MaxAttempts - 1,
            Delay = TimeSpan.Zero,
            ShouldHandle = static arguments => new(
                arguments.Outcome.Exception is { } exception ? exception is not OperationCanceledException : Outcomes.IsBad(arguments.Outcome.Result)),
        })
        .Build();

    public override long HappySync()
    {
        var sum = 0L;
        for (var i = 0; i < Count; i++)
            sum += typed.Execute(static _ => Good);
        return sum;
    }

    public override long HappyAsync()
    {
        var sum = 0L;
        for (var i = 0; i < Count; i++)
            sum += typed.ExecuteAsync(static _ => new ValueTask<int>(Good)).GetAwaiter().GetResult();
        return sum;
    }

    public override long HappyUntypedSync()
    {
        var sum = 0L;
        for (var i = 0; i < Count; i++)
            sum += untyped.Execute(static _ => Good);
        return sum;
    }

    public override long HappyUntypedAsync()
    {
        var sum = 0L;
        for (var i = 0; i < Count; i++)
            sum += untyped.ExecuteAsync(static _ => new ValueTask<int>(Good)).GetAwaiter().GetResult();
        return sum;
    }

    public override long HappyWithoutResult()
    {
        var before = outcomes.Visits;
        for (var i = 0; i < Count; i++)
            untyped.ExecuteAsync(static (state, _) => state.VisitAsync(), outcomes).GetAwaiter().GetResult();
        return outcomes.Visits - before;
    }

    public override long BadBadGoodSync()
    {
        var sum = 0L;
        for (var i = 0; i < Count; i++)
            sum += typed.Execute(static (state, _) => state.Next(), outcomes);
        return sum;
    }

    public override long BadBadGoodAsync()
    {
        var sum = 0L;
        for (var i = 0; i < Count; i++)
            sum += typed.ExecuteAsync(static (state, _) => new ValueTask<int>(state.Next()), outcomes).GetAwaiter().GetResult();
        return sum;
    }
}
