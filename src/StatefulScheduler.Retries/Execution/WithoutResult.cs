using System.Runtime.CompilerServices;

namespace StatefulScheduler.Retries;

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
