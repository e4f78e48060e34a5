namespace StatefulScheduler;

// No instant at all: the job runs by hand only.
internal sealed class NeverTrigger : Trigger
{
    public static readonly NeverTrigger Instance = new();

    private NeverTrigger()
    {
    }

    public override string ToString() => "never";

    protected override DateTimeOffset? NextCore(in TriggerContext context) => null;

    internal override Trigger Within(DateTimeOffset? from, DateTimeOffset? until) => this;
}
