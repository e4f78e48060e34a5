using StatefulScheduler.Conformance.Apscheduler.Specs;

namespace StatefulScheduler.Conformance.Apscheduler.References;

// What a combination names, found from its members one by one: no search, no order of asking.
internal sealed record MembersReference(Spec Spec, DateTimeOffset From, DateTimeOffset Until)
{
    public SortedSet<DateTimeOffset> Instants() => Of(Spec);

    private SortedSet<DateTimeOffset> Of(Spec spec) => spec.Type switch
    {
        "or" => Combine(spec, (all, some) => all.UnionWith(some)),
        "and" => Combine(spec, (all, some) => all.IntersectWith(some)),
        _ => [.. Walk.Of(TriggerSpec.Create(spec), From).SkipWhile(at => at < From).TakeWhile(at => at <= Until)],
    };

    private SortedSet<DateTimeOffset> Combine(Spec spec, Action<SortedSet<DateTimeOffset>, SortedSet<DateTimeOffset>> combine)
    {
        var members = spec.Members().Select(Of).ToList();
        foreach (var member in members.Skip(1))
            combine(members[0], member);
        return members[0];
    }
}
