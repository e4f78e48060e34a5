using System.Runtime.CompilerServices;

namespace StatefulScheduler.Retries;

// From operations without result to Nothing and back. A completed ValueTask is read too: that hands its source back to the owner.
internal static class WithResult
{
    public static ValueTask<Nothing> Of(ValueTask running)
    {
        if (!running.IsCompletedSuccessfully)
            return AwaitAsync(running);
        running.GetAwaiter().GetResult();
        return default;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Nothing> AwaitAsync(ValueTask running)
    {
        await running.ConfigureAwait(false);
        return default;
    }
}

internal static class WithoutResult
{
    public static ValueTask Of(ValueTask<Nothing> running)
    {
        if (!running.IsCompletedSuccessfully)
            return AwaitAsync(running);
        running.GetAwaiter().GetResult();
        return default;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask AwaitAsync(ValueTask<Nothing> running) => await running.ConfigureAwait(false);
}
