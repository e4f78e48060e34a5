using System.Text.Json;

namespace StatefulScheduler.Tests.Jobs.State;

public class JobStateMembersTests
{
    private static readonly JobState Order = JobState.Parse(
        "{\"phase\":\"idle\",\"none\":null,\n \"order\":{\"items\":[{\"price\":1.50},{\"price\":\"abc\"}],\"odd name\":1,\"$.x\":2}}");

    [Fact]
    public void An_initializer_fills_a_state_and_the_last_value_of_a_name_wins()
    {
        const string again = "state";
        var state = new JobState { ["state"] = "pending", ["count"] = 0, [again.ToLowerInvariant()] = "done", ["$.a"] = true, ["none"] = (string?)null };

        Assert.Equal("{\"state\":\"done\",\"count\":0,\"$.a\":true,\"none\":null}", state.ToString());
        Assert.Empty(JobState.Empty);
    }

    [Fact]
    public void Is_a_dictionary_of_its_members()
    {
        var members = new JobState { ["b"] = 1, ["a"] = "x" };

        Assert.Equal(["b", "a"], members.Keys);
        Assert.Equal([1, "x"], members.Values);
        Assert.Equal(["b", "a"], members.Select(member => member.Key));
        Assert.True(members.ContainsKey("a"));
        Assert.False(members.ContainsKey("A"));
        Assert.True(members.TryGetValue("b", out var one) && one.As<int>() == 1);
        Assert.False(members.TryGetValue("c", out var none));
        Assert.Equal(JsonValueKind.Undefined, none.Kind);
        var missing = Assert.Throws<KeyNotFoundException>(() => members["c"]);
        Assert.Equal("The state has no member 'c'. It has 'b', 'a'.", missing.Message);
    }

    [Fact]
    public void Many_members_are_found()
    {
        var state = Enumerable.Range(0, 50).Aggregate(JobState.Empty, (state, n) => state.Set($"m{n}", n));

        Assert.All(Enumerable.Range(0, 50), n => Assert.Equal(n, state.Get<int>($"m{n}")));
        Assert.False(state.ContainsKey("m50"));
        Assert.Equal(50, state.Count);
    }

    [Fact]
    public void A_path_leads_into_objects_and_arrays()
    {
        Assert.Equal(1.50m, Order.Get<decimal>("$.order.items[0].price"));
        Assert.Equal("{\"price\":1.50}", Order.Get<JobState>("$.order.items[0]").ToString());
        Assert.Equal(1, Order.Get<int>("$.order['odd name']"));
        Assert.Equal(1, Order.Get<int>("$.order.['odd name']"));
        Assert.Equal(2, Order.Get<int>("$.order['$.x']"));
        Assert.Equal("idle", Order.Get<string>("$.phase"));
        Assert.Equal("[{\"price\":1.50},{\"price\":\"abc\"}]", Order.Get<JobValue>("$.order.items").ToString());
    }

    [Fact]
    public void Absence_is_forgiven_where_asked()
    {
        Assert.Equal(7, Order.Get("count", 7));
        Assert.Equal(7, Order.Get("$.order.items[2].price", 7));
        Assert.Equal(7, Order.Get("$.none.deeper", 7));
        Assert.False(Order.TryGet<int>("count", out _));
        Assert.True(Order.TryGet<string>("phase", out var phase));
        Assert.Equal("idle", phase);
    }

    [Fact]
    public void A_wrong_type_is_an_error_that_names_the_place()
    {
        var refusal = Assert.Throws<JobStateException>(() => Order.Get("$.order.items[1].price", 0m));

        Assert.Equal(("$.order.items[1].price", 2, 44), (refusal.Path, refusal.Line, refusal.Column));
        Assert.Equal(("decimal", "a string"), (refusal.Expected, refusal.Found));
        Assert.Equal("expected decimal, found a string (at $.order.items[1].price, line 2, column 44).", refusal.Message);
        Assert.Throws<JobStateException>(() => Order.TryGet<int>("phase", out _));
        Assert.Throws<JobStateException>(() => Order.TryGet<int>("none", out _));
    }

    [Fact]
    public void A_path_through_a_text_is_an_error_not_absence()
    {
        var refusal = Assert.Throws<JobStateException>(() => Order.Get("$.phase.deeper", 1));

        Assert.Equal(("$.phase", "an object", "a string"), (refusal.Path, refusal.Expected, refusal.Found));
        Assert.Equal("an array", Assert.Throws<JobStateException>(() => Order.Get("$.order[0]", 1)).Expected);
    }

    [Fact]
    public void A_missing_member_is_an_error_that_names_those_there()
    {
        var refusal = Assert.Throws<JobStateException>(() => Order.Get<List<int?>>("$.order.total"));

        Assert.Equal(("$.order.total", "List<int?>", "nothing"), (refusal.Path, refusal.Expected, refusal.Found));
        Assert.EndsWith("It has 'items', 'odd name', '$.x'.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((2, 10), (refusal.Line, refusal.Column));
    }

    [Theory]
    [InlineData("$.")]
    [InlineData("$.a.")]
    [InlineData("$.a..b")]
    [InlineData("$.a[")]
    [InlineData("$.a[x]")]
    [InlineData("$.a[-1]")]
    [InlineData("$.a['b]")]
    [InlineData("$.a]")]
    [InlineData("$.a[0]b")]
    public void A_bad_path_is_a_slip_of_the_caller(string path) =>
        Assert.Throws<ArgumentException>(nameof(path), () => Order.Get<int>(path));

    [Fact]
    public void Set_changes_one_place_and_makes_missing_parents()
    {
        Assert.Equal("{\"a\":{\"b\":[{\"c\":1}]}}", JobState.Empty.Set("$.a.b[0].c", 1).ToString());
        Assert.Equal("{\"a\":[1,2]}", JobState.Parse("{\"a\":[1]}").Set("$.a[1]", 2).ToString());
        Assert.Equal("{\"a\":[3]}", JobState.Parse("{\"a\":[1]}").Set("$.a[0]", 3).ToString());
        Assert.Equal("{\"a\":{\"b\":1}}", JobState.Parse("{\"a\":null}").Set("$.a.b", 1).ToString());
        Assert.Equal("{\"$\":1,\"a.b\":2}", JobState.Empty.Set("$", 1).Set("a.b", 2).ToString());
        Assert.Equal("{\"a\":null}", JobState.Empty.Set("a", JobValue.Null).ToString());
    }

    [Fact]
    public void Setting_an_equal_value_changes_nothing()
    {
        var state = JobState.Parse("{ \"a\": {\"x\":1, \"y\":\"\\u4e2d\"} }");

        Assert.Same(state, state.Set("$.a.x", 1));
        Assert.Same(state, state.Set("a", JobValue.Parse("{\"y\":\"中\",\"x\":1}")));
    }

    [Fact]
    public void Set_refuses_what_has_no_place()
    {
        var refusal = Assert.Throws<JobStateException>(() => Order.Set("$.phase.x", 1));
        Assert.Equal(("$.phase", "an object", "a string", 1, 10), (refusal.Path, refusal.Expected, refusal.Found, refusal.Line, refusal.Column));
        Assert.Throws<JobStateException>(() => Order.Set("$.order.items[3]", 1));
        Assert.Throws<JobStateException>(() => Order.Set("$.order[0]", 1));
        Assert.Throws<ArgumentException>(() => Order.Set("x", default(JobValue)));
        Assert.Throws<ArgumentException>(() => new JobState { ["x"] = default });
        Assert.Throws<JobStateException>(() => Order.Set("x", double.NaN));
    }

    [Fact]
    public void Update_starts_from_what_is_there_or_from_the_initial_value()
    {
        var twice = JobState.Empty.Update("count", n => n + 1, 0).Update("count", n => n + 1, 0);

        Assert.Equal("{\"count\":2}", twice.ToString());
    }

    [Fact]
    public void Remove_takes_one_place_away()
    {
        Assert.Equal("{\"a\":1}", JobState.Parse("{ \"a\":1, \"b\":2 }").Remove("b").ToString());
        Assert.Equal("{\"a\":[1,3],\"b\":[ ]}", JobState.Parse("{\"a\":[1,2,3],\"b\":[ ]}").Remove("$.a[1]").ToString());
        Assert.Equal("{\"a\":{}}", JobState.Parse("{\"a\":{\"b\":1}}").Remove("$.a.b").ToString());
        Assert.Same(Order, Order.Remove("absent"));
        Assert.Same(Order, Order.Remove("$.phase.deeper"));
    }

    // The cases of RFC 7396, appendix A, between objects.
    [Theory]
    [InlineData("{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}")]
    [InlineData("{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}")]
    [InlineData("{\"a\":\"b\"}", "{\"a\":null}", "{}")]
    [InlineData("{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}")]
    [InlineData("{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}")]
    [InlineData("{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}")]
    [InlineData("{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}")]
    [InlineData("{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}")]
    [InlineData("{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}")]
    [InlineData("{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}")]
    [InlineData("{\"a\":1}", "{\"a\":{\"b\":null}}", "{\"a\":{}}")]
    [InlineData("{\"a\": {\"x\" : 1.10, \"y\":2}, \"z\":[ 1 ]}", "{\"a\":{\"y\":3}}", "{\"a\":{\"x\":1.10,\"y\":3},\"z\":[ 1 ]}")]
    public void Merge_applies_a_merge_patch(string state, string patch, string expected) =>
        Assert.Equal(expected, JobState.Parse(state).Merge(JobState.Parse(patch)).ToString());

    [Fact]
    public void A_patch_that_changes_nothing_gives_the_same_state() =>
        Assert.Same(Order, Order.Merge(JobState.Parse("{\"absent\":null,\"order\":{\"odd name\": 1}}")));

    [Fact]
    public void A_difference_names_the_place_and_both_values()
    {
        var before = JobState.Parse("{\"a\":1,\"o\":{\"x\":1,\"y\":[1,2]},\"gone\":true}");
        var after = JobState.Parse("{\"o\":{\"y\":[1,3],\"x\":1,\"odd name\":2},\"a\":1,\"new\":\"n\"}");

        Assert.Equal(
            [
                new("$.o.y", JobValue.Parse("[1,2]"), JobValue.Parse("[1,3]")),
                new("$.o['odd name']", default, 2),
                new("$.gone", true, default),
                new StateDifference("$.new", default, "n"),
            ],
            before.DiffTo(after));
        Assert.Equal(2, after.Get<int>(before.DiffTo(after)[1].Path));
        Assert.Equal("$.['a.b']", Assert.Single(JobState.Empty.DiffTo(new JobState { ["a.b"] = 1 })).Path);
    }
}
