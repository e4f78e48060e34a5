using FsCheck;
using FsCheck.Fluent;

namespace StatefulScheduler.Tests.Jobs.State;

public class JobStateLawsTests
{
    private static readonly Gen<string> Names = Gen.Elements("a", "b", "c", "中", "odd name", "$.x", "a'b\\", "");
    private static readonly Gen<string> Spaces = Gen.Elements("", "", " ", "\n", "\t ");
    private static readonly Gen<string> Leaves = Gen.Elements(
        "1", "1.10", "1.1", "-0", "9007199254740993", "1e400", "true", "false", "null", "\"\"", "\"x\"", "\"中文\"", "\"\\u4e2d\\n\"", "[ ]", "{ }");

    private static readonly Arbitrary<JobState> States = Objects(2).Select(JobState.Parse).ToArbitrary();
    private static readonly Arbitrary<(JobState, JobState)> Pairs = States.Generator.Two().Select(two => (two.Item1, two.Item2)).ToArbitrary();
    private static readonly Arbitrary<(JobState, JobState, JobState)> Triples =
        States.Generator.Three().Select(three => (three.Item1, three.Item2, three.Item3)).ToArbitrary();

    [Fact]
    public void The_text_of_a_parsed_state_is_the_text() =>
        Check(Objects(3).ToArbitrary(), text => JobState.Parse(text).ToString() == text);

    [Fact]
    public void Merging_what_nobody_changed_gives_the_stored_state() =>
        Check(Pairs, pair => StateMerge.Merge(pair.Item1, pair.Item1, pair.Item2) is var merged
            && ReferenceEquals(merged.State, pair.Item2) && merged.Rejected.Count == 0);

    [Fact]
    public void Merging_onto_an_unchanged_state_gives_the_run_s() =>
        Check(Pairs, pair => StateMerge.Merge(pair.Item1, pair.Item2, pair.Item1) is var merged
            && merged.State == pair.Item2 && merged.Rejected.Count == 0);

    [Fact]
    public void Merging_takes_each_member_from_one_side() =>
        Check(Triples, triple =>
        {
            var (@base, mine, theirs) = triple;
            var merged = StateMerge.Merge(@base, mine, theirs);
            var lost = merged.Rejected.Select(difference => difference.Path).ToHashSet();
            return @base.Keys.Concat(mine.Keys).Concat(theirs.Keys).Distinct().All(name =>
            {
                var (was, run, stored, now) = (Of(@base, name), Of(mine, name), Of(theirs, name), Of(merged.State, name));
                var conflict = was != run && was != stored && run != stored;
                return now == (was == run || conflict ? stored : run) && conflict == lost.Contains(JsonPath.Of(name).ToString());
            });
        });

    [Fact]
    public void Removing_what_was_set_gives_the_state_before() =>
        Check(Pairs, pair => pair.Item1.ContainsKey("new") || pair.Item1.Set("new", pair.Item2).Remove("new") == pair.Item1);

    [Fact]
    public void What_was_set_is_there_and_nothing_else_changed() =>
        Check(Pairs, pair =>
        {
            var name = pair.Item1.Keys.FirstOrDefault() ?? "b";
            var changed = pair.Item1.Set(JsonPath.Of(name).ToString(), pair.Item2);
            return changed.Get<JobState>(JsonPath.Of(name).ToString()) == pair.Item2
                && pair.Item1.Where(member => member.Key != name).All(member => changed[member.Key].Utf8.Span.SequenceEqual(member.Value.Utf8.Span));
        });

    [Fact]
    public void Equal_states_have_no_differences_and_others_have_some() =>
        Check(Pairs, pair => (pair.Item1 == pair.Item2) == (pair.Item1.DiffTo(pair.Item2).Count == 0));

    [Fact]
    public void A_difference_is_what_both_states_say_at_its_path() =>
        Check(Pairs, pair => pair.Item1.DiffTo(pair.Item2).All(difference =>
            pair.Item1.Get<JobValue>(difference.Path, default) == difference.Before
            && pair.Item2.Get<JobValue>(difference.Path, default) == difference.After));

    [Fact]
    public void The_order_of_members_does_not_count() =>
        Check(States, state => state.Reverse().Aggregate(JobState.Empty, (turned, member) => turned.Set(JsonPath.Of(member.Key).ToString(), member.Value)) is var turned
            && turned == state && turned.GetHashCode() == state.GetHashCode());

    [Fact]
    public void A_patch_applied_twice_changes_nothing_more() =>
        Check(Pairs, pair => pair.Item1.Merge(pair.Item2) is var once && ReferenceEquals(once.Merge(pair.Item2), once));

    [Fact]
    public void A_dictionary_state_written_as_read_is_the_same_state() =>
        Check(States, state => new StateType<Dictionary<string, JobValue>>(JobJson.Default) is var type
            && ReferenceEquals(type.Write(state, type.Read(state, "job")), state));

    [Fact]
    public void A_dictionary_state_written_onto_another_is_that_state() =>
        Check(Pairs, pair => new StateType<Dictionary<string, JobValue>>(JobJson.Default) is var type
            && type.Write(pair.Item1, type.Read(pair.Item2, "job")) == pair.Item2);

    private static void Check<T>(Arbitrary<T> values, Func<T, bool> law) => Prop.ForAll(values, law).QuickCheckThrowOnFailure();

    private static JobValue Of(JobState state, string name) => state.TryGetValue(name, out var value) ? value : default;

    private static Gen<string> Values(int depth) =>
        depth == 0 ? Leaves : Gen.Frequency((3, Leaves), (1, Objects(depth - 1)), (1, Arrays(depth - 1)));

    private static Gen<string> Arrays(int depth) =>
        from items in Values(depth).ArrayOf(2)
        from space in Spaces
        select $"[{space}{string.Join($"{space},{space}", items)}]";

    private static Gen<string> Objects(int depth) =>
        from names in Names.ListOf().Select(names => names.Distinct().ToList())
        from values in Values(depth).ArrayOf(names.Count)
        from space in Spaces
        select $"{space}{{{string.Join($"{space},", names.Zip(values, (name, value) => $"{space}{JobValue.From(name)}{space}:{space}{value}"))}{space}}}";
}
