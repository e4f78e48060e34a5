using System.Text.Json;

namespace StatefulScheduler.Tests.Jobs.State;

public class JobValueTests
{
    [Fact]
    public void Plain_values_become_json()
    {
        Assert.Equal("\"中文\"", ((JobValue)"中文").ToString());
        Assert.Equal("null", ((JobValue)(string?)null).ToString());
        Assert.Equal("true", ((JobValue)true).ToString());
        Assert.Equal("7", ((JobValue)7).ToString());
        Assert.Equal("9223372036854775807", ((JobValue)long.MaxValue).ToString());
        Assert.Equal("0.1", ((JobValue)0.1).ToString());
        Assert.Equal("1.10", ((JobValue)1.10m).ToString());
        Assert.Equal("\"2026-01-02T03:04:05+02:00\"", ((JobValue)new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2))).ToString());
        Assert.Equal("\"00000000-0000-0000-0000-000000000000\"", ((JobValue)Guid.Empty).ToString());
        Assert.Equal("{ \"a\":1 }", ((JobValue)JobState.Parse("{ \"a\":1 }")).ToString());
        Assert.Equal("null", ((JobValue)(JobState?)null).ToString());
    }

    [Fact]
    public void No_value_is_its_own_kind()
    {
        Assert.Equal(JsonValueKind.Undefined, default(JobValue).Kind);
        Assert.Equal(JsonValueKind.Null, JobValue.Null.Kind);
        Assert.NotEqual(default, JobValue.Null);
        Assert.Equal(default, default(JobValue));
        Assert.Equal("", default(JobValue).ToString());
        Assert.Equal("nothing", Assert.Throws<JobStateException>(() => default(JobValue).As<int>()).Found);
    }

    [Theory]
    [InlineData("{\"a\":1,\"b\":{\"c\":[1],\"d\":2}}", " { \"b\":{\"d\":2,\"c\":[ 1 ]}, \"a\":1 }", true)]
    [InlineData("1.10", "1.1", false)]
    [InlineData("1e1", "10", false)]
    [InlineData("\"\\u4e2d\"", "\"中\"", true)]
    [InlineData("{\"\\u0061\":1}", "{\"a\":1}", true)]
    [InlineData("[1,2]", "[2,1]", false)]
    [InlineData("{\"a\":null}", "{}", false)]
    [InlineData("{\"a\":null}", "{\"b\":null}", false)]
    [InlineData("\"1\"", "1", false)]
    [InlineData("null", "false", false)]
    public void Equal_means_the_same_json(string left, string right, bool equal)
    {
        var (one, two) = (JobValue.Parse(left), JobValue.Parse(right));

        Assert.Equal(equal, one == two);
        Assert.Equal(equal, two.Equals((object)one));
        Assert.Equal(!equal, one != two);
        if (equal)
            Assert.Equal(one.GetHashCode(), two.GetHashCode());
    }

    [Fact]
    public void States_are_equal_as_values_are()
    {
        var (one, two) = (JobState.Parse("{\"a\":1,\"b\":2}"), JobState.Parse("{ \"b\":2, \"a\":1 }"));

        Assert.True(one == two);
        Assert.Equal(one.GetHashCode(), two.GetHashCode());
        Assert.True(one != JobState.Empty);
        Assert.False(one == null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 2")]
    [InlineData("{\"a\":1,\"a\":1}")]
    [InlineData("nul")]
    public void Refuses_text_that_is_no_value(string json) => Assert.Throws<JobStateException>(() => JobValue.Parse(json));

    [Fact]
    public void Reads_back_as_the_type()
    {
        Assert.Equal([1, 2], JobValue.Parse(" [1,2] ").As<List<int>>());
        Assert.Equal("{\"a\":1}", JobValue.Parse("{\"a\":1}").As<JobState>().ToString());
        var refusal = Assert.Throws<JobStateException>(() => JobValue.Parse("[1,\n 2.5]").As<List<int>>());
        Assert.Equal(("$[1]", 2, 2, "int", "the number 2.5"), (refusal.Path, refusal.Line, refusal.Column, refusal.Expected, refusal.Found));
    }

    [Fact]
    public void A_text_that_does_not_fit_is_never_quoted_in_the_refusal() =>
        Assert.DoesNotContain("secret", Assert.Throws<JobStateException>(() => JobValue.From("secret").As<Guid>()).Message, StringComparison.Ordinal);
}
