namespace StatefulScheduler.Tests.Engine;

// A trigger of somebody's own that breaks: at the job's claim, which is its second call, or when the next fire is asked for at the end of a run.
internal sealed class FaultyTrigger(FaultyTrigger.Moment breaks) : Trigger
{
    internal enum Moment
    {
        Claim,
        End,
    }

    protected override DateTimeOffset? NextCore(in TriggerContext context)
    {
        var broken = breaks == Moment.Claim ? context.Previous is not null : context.PreviousEnded is not null;
        return broken ? throw new InvalidOperationException("the trigger breaks") : (context.Previous ?? context.Added) + TimeSpan.FromMinutes(1);
    }
}
