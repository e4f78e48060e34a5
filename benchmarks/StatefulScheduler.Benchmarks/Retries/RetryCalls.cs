namespace StatefulScheduler.Benchmarks.Retries;

// The same calls under the policies of one library, Count at a time. Each batch returns the sum of the results, which tells whether the work was done.
// Nothing completes later than at once and no delay is longer than zero: what is measured is the policy.
internal abstract class RetryCalls
{
    public const int Count = 1024;
    public const int MaxAttempts = 5;

    // A result that is good at once.
    public const int Good = 1;

    public abstract long HappySync();

    public abstract long HappyAsync();

    // Of a policy that is not made for one result type, and knows exceptions only.
    public abstract long HappyUntypedSync();

    public abstract long HappyUntypedAsync();

    public abstract long HappyWithoutResult();

    public abstract long BadBadGoodSync();

    public abstract long BadBadGoodAsync();
}
