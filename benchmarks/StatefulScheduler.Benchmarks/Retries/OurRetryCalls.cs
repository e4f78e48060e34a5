using StatefulScheduler.Retries;

namespace StatefulScheduler.Benchmarks.Retries;

#pragma warning disable CA2012 // Every operation completes at once, so its ValueTask may be read at once.
internal sealed class OurRetryCalls : RetryCalls
{
    private readonly Outcomes outcomes = new();
    private readonly RetryPolicy untyped = new(new() { MaxAttempts = MaxAttempts, Wait = Wait.None });
    private readonly RetryPolicy typed = new(new()
    {
        MaxAttempts = MaxAttempts,
        Wait = Wait.None,
        RetryIf = RetryIf.Any(RetryIf.Exception(), RetryIf.Result<int>(Outcomes.IsBad)),
    });

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
            untyped.ExecuteAsync(outcomes, static (state, _) => state.VisitAsync()).GetAwaiter().GetResult();
        return outcomes.Visits - before;
    }

    public override long BadBadGoodSync()
    {
        var sum = 0L;
        for (var i = 0; i < Count; i++)
            sum += typed.Execute(outcomes, static (state, _) => state.Next());
        return sum;
    }

    public override long BadBadGoodAsync()
    {
        var sum = 0L;
        for (var i = 0; i < Count; i++)
            sum += typed.ExecuteAsync(outcomes, static (state, _) => new ValueTask<int>(state.Next())).GetAwaiter().GetResult();
        return sum;
    }
}
