namespace StatefulScheduler.PostgreSql.Tests.Reading;

// Conditions on states mean what they mean to the reference, with an index and without.
public sealed class StateConditionTests(TestServer fixture) : DatabaseTest(fixture)
{
    private static readonly string[] States =
    [
        """{"v":1}""", """{"v":1.0}""", """{"v":-0}""", """{"v":10}""", """{"v":1e1}""", """{"v":-2.5}""", """{"v":1e-7}""", """{"v":1e300}""",
        """{"v":"1"}""", """{"v":""}""", """{"v":"a"}""", """{"v":"B"}""", """{"v":"ä"}""", """{"v":"\u00e4"}""", """{"v":"ab"}""", """{"v":"𝄞"}""",
        """{"v":true}""", """{"v":false}""", """{"v":null}""", """{"v":{}}""", """{"v":[]}""",
        """{"v":[1,{"a":1,"b":"x"}]}""", """{"v":[1,{"b":"x","a":1}]}""", """{"v":[1.0,{"a":1,"b":"x"}]}""", """{"v":{"0":"a","v":1}}""", """{"v":["a",1]}""",
        """{"0":1}""", """{"w":1}""", """{}""", """{"v.w":1,"q\"t":1,"b\\s":1,"a b":1,"it's":1,"":1}""", """{"v":{"-1":1,"x":{"0":2}}}""", """{"v":[[1,2],[3]]}""",
        """{"v":"a\u0000b","w":1}""", """{"v":"\\u0000","w":2}""", """{"v\u0000":1,"w":3}""",
    ];

    private static readonly string[] Paths =
    [
        "v", "$.v", "w", "$.v[0]", "$.v.0", "$.v['0']", "$.v.-1", "$.v[1].b", "$.v[1].a", "$.v.x.0", "$.v.x[0]", "$.v[0][1]", "$.v[7]", "0", "$.0", "$.[0]", "v.w", "$.['v.w']", "q\"t", "b\\s", "a b", "it's", "", "$.v[-1]", "v\0",
    ];

    private static readonly string[] Values =
    [
        "1", "1.0", "0", "10", "-3", "\"1\"", "\"\"", "\"a\"", "\"ä\"", "\"b\"", "\"a\\u0000b\"", "\"\\\\u0000\"", "true", "false", "null", "{}", "[]", """[1,{"b":"x","a":1}]""", """{"v":1,"0":"a"}""",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_condition_on_every_state_is_judged_as_by_the_reference(bool indexed)
    {
        await using var reference = await PausedScheduler.StartAsync();
        await using var jobs = await PausedScheduler.StartAsync(builder => builder.UsePostgreSql(Address, options => Index(options, indexed)));
        for (var number = 0; number < States.Length; number++)
        {
            await reference.AddAsync($"{number:00}", States[number]);
            await jobs.AddAsync($"{number:00}", States[number]);
        }

        var compared = 0;
        foreach (var path in Paths)
        {
            foreach (var comparison in Enum.GetValues<StateComparison>())
            {
                foreach (var value in comparison is StateComparison.Exists or StateComparison.Missing ? Values[..1] : Values)
                {
                    var query = new JobQuery { State = [new StateFilter(path, comparison, JobValue.Parse(value))] };
                    var expected = await AnswerAsync(reference, query);
                    Assert.Equal($"{path} {comparison} {value}: {expected}", $"{path} {comparison} {value}: {await AnswerAsync(jobs, query)}");
                    compared++;
                }
            }
        }

        Assert.True(compared > 3000);
    }

    [Fact]
    public async Task States_and_values_that_the_database_cannot_look_into_are_no_error()
    {
        await using var jobs = await PausedScheduler.StartAsync(builder => builder.UsePostgreSql(Address, options => Index(options, true)));
        await jobs.AddAsync("huge", """{"v":1e200000,"w":1}""");
        await jobs.AddAsync("tiny", """{"v":1e-200000,"w":1}""");
        await jobs.AddAsync("many digits", $$"""{"v":{{new string('9', 2000)}},"w":1}""");
        await jobs.AddAsync("plain", """{"v":1,"w":1}""");

        Assert.Equal("many digits plain", await jobs.IdsAsync(new() { State = [StateFilter.Is("w", 1)] }));
        Assert.Equal("huge tiny", await jobs.IdsAsync(new() { State = [new("w", StateComparison.Missing)] }));
        Assert.Equal("huge many digits tiny", await jobs.IdsAsync(new() { State = [new("v", StateComparison.NotEqual, 1)] }));
        Assert.Equal("many digits", await jobs.IdsAsync(new() { State = [new("v", StateComparison.MoreThan, 1e300)] }));
        Assert.Equal(string.Empty, await jobs.IdsAsync(new() { State = [StateFilter.Is("v", JobValue.Parse("1e200000"))] }));
        Assert.Equal("many digits plain", await jobs.IdsAsync(new() { State = [new("v", StateComparison.MoreThan, JobValue.Parse("-1e400"))] }));
        Assert.Equal(string.Empty, await jobs.IdsAsync(new() { State = [new("v", StateComparison.MoreThan, JobValue.Parse("1e400")), StateFilter.Is("v", JobValue.Parse("1e401"))] }));
        Assert.Equal("huge many digits plain tiny", await jobs.IdsAsync(new() { State = [new("\ud800", StateComparison.Missing)] }));
        foreach (var query in (JobQuery[])[new() { IdPrefix = "p\0" }, new() { IdPrefix = "\ud800" }, new() { Handler = "\0" }, new() { Tags = ["a\0"] }])
            Assert.Equal(string.Empty, await jobs.IdsAsync(query));
    }

    [Fact]
    public async Task A_long_value_of_an_indexed_member_is_stored_and_found()
    {
        await using var jobs = await PausedScheduler.StartAsync(builder => builder.UsePostgreSql(Address, options => Index(options, true)));
        var random = new Random(7);
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(_ => (char)random.Next('a', 'z' + 1)));
        await jobs.AddAsync("a", $$"""{"v":"{{text}}a"}""");
        await jobs.AddAsync("b", $$"""{"v":"{{text}}b"}""");
        await jobs.AddAsync("list", $$"""{"v":["{{text}}"]}""");

        Assert.Equal("a", await jobs.IdsAsync(new() { State = [StateFilter.Is("v", $"{text}a")] }));
        Assert.Equal("list", await jobs.IdsAsync(new() { State = [StateFilter.Is("v", JobValue.Parse($"[\"{text}\"]"))] }));
        Assert.Equal("b", await jobs.IdsAsync(new() { State = [new("v", StateComparison.MoreThan, $"{text}a")] }));
        Assert.Equal("a", await jobs.IdsAsync(new() { State = [new("v", StateComparison.LessThan, $"{text}b")] }));
    }

    private static void Index(PostgreSqlStoreOptions options, bool indexed)
    {
        foreach (var path in indexed ? Paths.Where(path => path is not ("$.v[-1]" or "v\0")) : [])
            options.IndexedStateMembers.Add(path);
    }

    private static async Task<string> AnswerAsync(PausedScheduler jobs, JobQuery query)
    {
        try
        {
            return await jobs.IdsAsync(query);
        }
        catch (ArgumentException)
        {
            return "refused";
        }
    }
}
