using StatefulScheduler.Retries;

namespace StatefulScheduler.Conformance.Tenacity.Calls;

// The ways to call: all must come to the same.
internal static class CallForms
{
    public static IReadOnlyList<CallForm> OfCalls { get; } =
    [
        CallForm.Blocking("Execute, watched", true, stage => Returned(stage.Policy.Execute(_ => stage.Call()))),
        new("ExecuteAsync, watched", true, async stage => Returned(await stage.Policy.ExecuteAsync(async _ => await LaterAsync(stage)))),
        CallForm.Blocking("Execute", false, stage => Returned(stage.Policy.Execute(_ => stage.Call()))),
        CallForm.Blocking("Wrap", false, stage => Returned(stage.Policy.Wrap(_ => stage.Call())(CancellationToken.None))),
        new("ExecuteAsync, done at once", false, async stage => Returned(await stage.Policy.ExecuteAsync(stage, static (given, _) => new ValueTask<object?>(given.Call())))),
        new("ExecuteAsync, done later", false, async stage => Returned(await stage.Policy.ExecuteAsync(async _ => await LaterAsync(stage)))),
        new("ExecuteAsync of a task", false, async stage => Returned(await stage.Policy.ExecuteAsync(_ => LaterAsync(stage)))),
        CallForm.Blocking("TryExecute", false, stage => CallFinding.Of(stage.Policy.TryExecute(_ => stage.Call()))) with { TellsAll = true },
        new("TryExecuteAsync", false, async stage => CallFinding.Of(await stage.Policy.TryExecuteAsync(async _ => await LaterAsync(stage)))) { TellsAll = true },
        CallForm.Blocking("Decide", false, StoredCall.Make) with { IsPure = true },
    ];

    public static IReadOnlyList<CallForm> OfBlocks { get; } =
    [
        CallForm.Blocking("foreach, watched", true, Block) with { TellsAll = true },
        new("await foreach, watched", true, BlockAsync) { TellsAll = true },
        CallForm.Blocking("foreach", false, Block) with { TellsAll = true },
        new("await foreach", false, BlockAsync) { TellsAll = true },
    ];

    private static CallFinding Returned(object? value) => new(CallFinding.Returned(value));

    private static async Task<object?> LaterAsync(Stage stage)
    {
        await Task.Yield();
        return stage.Call();
    }

    private static CallFinding Block(Stage stage)
    {
        var attempts = stage.Policy.Attempts();
        try
        {
            foreach (var attempt in attempts)
            {
                try
                {
                    stage.CallBlock(attempt);
                }
                catch (Exception exception) when (attempt.Capture(exception))
                {
                }
            }
        }
        catch (Exception exception) // Compared.
        {
            return new(CallFinding.Write(exception), attempts.End, attempts.Statistics);
        }
        attempts.TryGetResult<object>(out var result);
        return new(CallExpectation.Completed(stage.Spec, attempts.End, result), attempts.End, attempts.Statistics);
    }

    private static async ValueTask<CallFinding> BlockAsync(Stage stage)
    {
        var attempts = stage.Policy.AttemptsAsync();
        try
        {
            await foreach (var attempt in attempts)
            {
                try
                {
                    await Task.Yield();
                    stage.CallBlock(attempt);
                }
                catch (Exception exception) when (attempt.Capture(exception))
                {
                }
            }
        }
        catch (Exception exception) // Compared.
        {
            return new(CallFinding.Write(exception), attempts.End, attempts.Statistics);
        }
        attempts.TryGetResult<object>(out var result);
        return new(CallExpectation.Completed(stage.Spec, attempts.End, result), attempts.End, attempts.Statistics);
    }
}
