namespace StatefulScheduler;

// Once, at the instant of adding.
internal sealed class NowTrigger : Trigger
{
    public static readonly NowTrigger Instance = new();

    private NowTrigger()
    {
    }

    public override string ToString() => "now";

    internal override bool CountsFromAdding => true;

    // A previous instant before the adding belongs to an earlier trigger of the job, or to a preview.
    protected override DateTimeOffset? NextCore(in TriggerContext context) =>
        context.Previous is null || context.Previous < context.Added ? context.Added : null;
}
