namespace StatefulScheduler.Tests.Jobs.State;

public class StateMergeTests
{
    [Fact]
    public void Members_changed_on_one_side_are_taken()
    {
        var merged = Merge("{\"a\":1,\"b\":1.10,\"c\":1}", "{\"a\":2,\"b\":1.10,\"c\":1}", "{\"a\":1,\"b\":1.10,\"c\":3}");

        Assert.Equal("{\"a\":2,\"b\":1.10,\"c\":3}", merged.State.ToString());
        Assert.Empty(merged.Rejected);
    }

    [Fact]
    public void A_member_changed_on_both_sides_keeps_the_stored_value_and_is_reported()
    {
        var merged = Merge("{\"a\":1,\"b\":1}", "{\"a\":2,\"b\":2}", "{\"a\":3,\"b\":1}");

        Assert.Equal("{\"a\":3,\"b\":2}", merged.State.ToString());
        Assert.Equal(new StateDifference("$.a", 2, 3), Assert.Single(merged.Rejected));
    }

    [Fact]
    public void The_same_change_on_both_sides_is_no_conflict()
    {
        var merged = Merge("{\"a\":1}", "{\"a\":2,\"n\":\"\\u4e2d\"}", "{ \"a\":2, \"n\":\"中\" }");

        Assert.Equal("{ \"a\":2, \"n\":\"中\" }", merged.State.ToString());
        Assert.Empty(merged.Rejected);
    }

    [Fact]
    public void Absence_is_a_value()
    {
        Assert.Equal("{}", Merge("{\"a\":1}", "{}", "{\"a\":1}").State.ToString());
        Assert.Equal("{}", Merge("{\"a\":1}", "{\"a\":1}", "{}").State.ToString());
        Assert.Equal("{}", Merge("{\"a\":1}", "{}", "{}").State.ToString());

        var removedHere = Merge("{\"a\":1}", "{}", "{\"a\":2}");
        Assert.Equal("{\"a\":2}", removedHere.State.ToString());
        Assert.Equal(new StateDifference("$.a", default, 2), Assert.Single(removedHere.Rejected));

        var removedThere = Merge("{\"a\":1}", "{\"a\":2}", "{}");
        Assert.Equal("{}", removedThere.State.ToString());
        Assert.Equal(new StateDifference("$.a", 2, default), Assert.Single(removedThere.Rejected));

        var added = Merge("{}", "{\"a\":1}", "{\"a\":2}");
        Assert.Equal(new StateDifference("$.a", 1, 2), Assert.Single(added.Rejected));
    }

    [Fact]
    public void A_nested_record_merges_as_a_whole()
    {
        var merged = Merge("{\"o\":{\"x\":1,\"y\":1}}", "{\"o\":{\"x\":2,\"y\":1}}", "{\"o\":{\"x\":1,\"y\":2}}");

        Assert.Equal("{\"o\":{\"x\":1,\"y\":2}}", merged.State.ToString());
        Assert.Equal("$.o", Assert.Single(merged.Rejected).Path);
    }

    [Fact]
    public void A_member_the_type_does_not_declare_stays_through_the_next_run()
    {
        var type = new StateType<ImportState>(new JobJson([StateTypeJson.Default]));
        var claimed = JobState.Parse("{\"cursor\":1,\"phase\":\"idle\"}");
        var stored = claimed.Merge(new JobState { ["state"] = "error", ["ratio"] = JobValue.Parse("1.10") });

        var mine = type.Write(claimed, type.Read(claimed, "import") with { Cursor = 2 });
        var merged = StateMerge.Merge(claimed, mine, stored);

        Assert.Equal("{\"cursor\":2,\"phase\":\"idle\",\"state\":\"error\",\"ratio\":1.10}", merged.State.ToString());
        Assert.Empty(merged.Rejected);
        Assert.Same(merged.State, type.Write(merged.State, type.Read(merged.State, "import")));
    }

    [Fact]
    public void A_state_written_anew_but_equal_is_no_change() =>
        Assert.Equal("{\"a\":2,\"b\":[ 1 ]}", Merge("{\"a\":1,\"b\":[1]}", "{\"b\":[1],\"a\":2}", "{ \"a\" : 1, \"b\" : [ 1 ] }").State.ToString());

    private static MergedState Merge(string @base, string mine, string theirs) =>
        StateMerge.Merge(JobState.Parse(@base), JobState.Parse(mine), JobState.Parse(theirs));
}
