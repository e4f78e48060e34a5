namespace StatefulScheduler.Benchmarks.Torture;

// One line of the torture list: what is done, to us and to Quartz, and what was seen.
internal abstract class TortureCase
{
    public abstract string Code { get; }

    public abstract string Does { get; }

    public virtual IReadOnlyList<QuartzStore> QuartzStores => [QuartzStore.Ram, QuartzStore.Sqlite];

    // What does not hold; none: it holds.
    public abstract Task OursAsync(OurStore store, Findings broken);

    // What Quartz did, in words made of what was seen.
    public abstract Task<string> QuartzAsync(QuartzStore store);
}
