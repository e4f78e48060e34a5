using System.Collections;

namespace StatefulScheduler.Retries;

// A task or a lazy sequence that is returned as a result has not been computed yet: to retry the call that made it retries nothing. Better to say so.
internal static class Deferred<T>
{
    private static readonly bool IsTask = typeof(Task).IsAssignableFrom(typeof(T)) || typeof(T) == typeof(ValueTask) || IsMadeOf(typeof(ValueTask<>));
    private static readonly bool IsAlwaysLazy = IsMadeOf(typeof(IAsyncEnumerable<>)) || IsMadeOf(typeof(IAsyncEnumerator<>)) || typeof(IQueryable).IsAssignableFrom(typeof(T));

    public static readonly bool IsPossible = IsTask || IsAlwaysLazy || (typeof(T).IsInterface && (typeof(IEnumerable).IsAssignableFrom(typeof(T)) || typeof(IEnumerator).IsAssignableFrom(typeof(T))));

    public static void Refuse(T? result)
    {
        if (!IsPossible)
            return;
        if (IsTask)
            throw new InvalidOperationException($"The operation returned a {typeof(T).Name} as its result, which would end outside of the retries. Call ExecuteAsync, and await the task inside the operation.");

        // What compilers and LINQ make for a lazy sequence is its own enumerator; a list or an array is not.
        if (IsAlwaysLazy || result is IEnumerator)
            throw new InvalidOperationException($"The operation returned a {typeof(T).Name} that is computed when it is read, which would happen outside of the retries. Read it inside the operation, with ToList for example.");
    }

    private static bool IsMadeOf(Type definition) => typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == definition;
}
