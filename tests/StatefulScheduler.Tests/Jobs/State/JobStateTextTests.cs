using System.Text;
using System.Text.Json;

namespace StatefulScheduler.Tests.Jobs.State;

public class JobStateTextTests
{
    private const string Exact = "{ \"big\" : 9007199254740993,\r\n \"price\":12345678901234567.89, \"scale\":1.10 , \"name\":\"中文 \\u4e2d\", \"list\":[ 1, 2 ] }";

    [Fact]
    public void Comes_back_byte_for_byte()
    {
        Assert.Equal(Exact, JobState.Parse(Exact).ToString());
        Assert.Equal(Encoding.UTF8.GetBytes(Exact), JobState.Parse(Encoding.UTF8.GetBytes(Exact)).Utf8.ToArray());
    }

    [Fact]
    public void A_change_copies_the_bytes_of_every_untouched_member()
    {
        var changed = JobState.Parse(Exact).Set("count", 1);

        Assert.Equal(
            "{\"big\":9007199254740993,\"price\":12345678901234567.89,\"scale\":1.10,\"name\":\"中文 \\u4e2d\",\"list\":[ 1, 2 ],\"count\":1}",
            changed.ToString());
    }

    [Fact]
    public void A_written_name_keeps_its_bytes() =>
        Assert.Equal("{\"\\u0061\":2,\"b\":[ ]}", JobState.Parse("{\"\\u0061\":1, \"b\":[ ]}").Set("a", 2).ToString());

    [Fact]
    public void Letters_of_all_scripts_are_written_as_they_are() =>
        Assert.Equal("{\"名\":\"中文 <é> & 'x' +\"}", JobState.Empty.Set("名", "中文 <é> & 'x' +").ToString());

    [Fact]
    public void An_emoji_is_kept_as_stored_and_written_as_an_escape_that_says_the_same()
    {
        var stored = JobState.Parse("{\"a\":\"😀\"}");

        Assert.Same(stored, stored.Set("a", "😀"));
        Assert.Equal(stored, JobState.Empty.Set("a", "😀"));
    }

    [Theory]
    [InlineData("[1]", "$", 1, 1, "state must be a JSON object, got an array")]
    [InlineData(" \n 1", "$", 2, 2, "state must be a JSON object, got the number 1")]
    [InlineData("\"x\"", "$", 1, 1, "state must be a JSON object, got a string")]
    [InlineData("null", "$", 1, 1, "state must be a JSON object, got null")]
    [InlineData("true", "$", 1, 1, "state must be a JSON object, got true")]
    [InlineData("{\"a\":1,\n \"中\":2, \"\\u0061\":3}", "$.a", 2, 9, "the member 'a' is there twice")]
    [InlineData("{\"o\":[0,{\"b\":1,\"b\":1}]}", "$.o[1].b", 1, 16, "the member 'b' is there twice")]
    [InlineData("{\"a\":x}", "$.a", 1, 6, "malformed JSON")]
    [InlineData("{\"a\":{\"b\":[1,2 3]}}", "$.a.b[2]", 1, 16, "malformed JSON")]
    [InlineData("{\"a\":1,}", "$", 1, 8, "malformed JSON")]
    [InlineData("{\"a\":1", "$.a", 1, 7, "malformed JSON")]
    [InlineData("", "$", 1, 1, "malformed JSON")]
    [InlineData("{} {}", "$", 1, 4, "malformed JSON")]
    [InlineData("{\"a\":01}", "$.a", 1, 7, "malformed JSON")]
    [InlineData("{/**/}", "$", 1, 2, "malformed JSON")]
    [InlineData("\uFEFF{}", "$", 1, 1, "byte order mark")]
    [InlineData("{\"a\":\"\\ud800\"}", "$.a", 1, 6, "half a surrogate pair")]
    [InlineData("{\"a\":1,\"\\udc00\":1}", "$", 1, 8, "half a surrogate pair")]
    public void Refuses_with_the_position(string json, string path, long line, long column, string text)
    {
        var refusal = Assert.Throws<JobStateException>(() => JobState.Parse(json));

        Assert.Contains(text, refusal.Message, StringComparison.Ordinal);
        Assert.Equal((path, line, column), (refusal.Path, refusal.Line, refusal.Column));
        Assert.Equal("STS3001", refusal.Code);
        Assert.Null(refusal.JobId);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(100)]
    public void A_name_twice_is_found_among_many_and_in_nested_objects(int count)
    {
        var members = string.Join(",", Enumerable.Range(0, count).Select(n => $"\"m{n}\":{{\"m{n}\":1,\"m0\\u0030\":1}}"));

        Assert.Equal(count, JobState.Parse($"{{{members}}}").Count);
        Assert.Equal("$.m0", Assert.Throws<JobStateException>(() => JobState.Parse($"{{{members},\"m\\u0030\":1}}")).Path);
        Assert.Equal($"$.m{count - 1}", Assert.Throws<JobStateException>(() => JobState.Parse($"{{{members},\"m{count - 1}\":1}}")).Path);
    }

    [Fact]
    public void Refuses_bytes_that_are_not_utf8_with_the_position()
    {
        byte[] bytes = [.. "{\"a\":\n\"中"u8, 0xC3, .. "\"}"u8];

        var refusal = Assert.Throws<JobStateException>(() => JobState.Parse(bytes));

        Assert.Equal(("$.a", 2, 3, "UTF-8"), (refusal.Path, refusal.Line, refusal.Column, refusal.Expected));
    }

    [Fact]
    public void Refuses_half_a_surrogate_pair_with_the_position()
    {
        var refusal = Assert.Throws<JobStateException>(() => JobState.Parse("{\"a\":\"" + '\ud800' + "\"}"));

        Assert.Equal((1, 7), (refusal.Line, refusal.Column));
    }

    [Fact]
    public void Sixty_four_levels_are_allowed_and_one_more_is_refused_with_the_position()
    {
        var deepest = Nested(63);
        Assert.Equal(deepest, JobState.Parse(deepest).ToString());

        var refusal = Assert.Throws<JobStateException>(() => JobState.Parse(Nested(64)));

        Assert.Contains("nested over 64 levels", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1 + "{\"a\":".Length + 63, refusal.Column);
    }

    [Fact]
    public void A_change_cannot_nest_deeper_either()
    {
        var value = JobValue.Parse(new string('[', 63) + new string(']', 63));

        Assert.Single(JobState.Empty.Set("a", value));
        Assert.Throws<JobStateException>(() => JobState.Empty.Set("$.a.b", value));
        Assert.Throws<JobStateException>(() => new JobState { ["a"] = JobValue.Parse(new string('[', 64) + new string(']', 64)) });
    }

    [Fact]
    public void Refuses_a_state_over_the_size_limit()
    {
        var state = JobState.Empty.Set("a", new string('x', 100));

        Assert.Same(state, JobState.CheckSize(state));
        Assert.Same(state, JobState.CheckSize(state, state.Utf8.Length));
        var refusal = Assert.Throws<JobStateException>(() => JobState.CheckSize(state, 100));
        Assert.Contains("108 bytes", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("limit is 100", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_caller_may_change_the_bytes_it_passed()
    {
        var bytes = "{\"a\":1}"u8.ToArray();
        var state = JobState.Parse(bytes);

        bytes.AsSpan().Fill((byte)'x');

        Assert.Equal("{\"a\":1}", state.ToString());
    }

    [Fact]
    public void Stored_bytes_are_kept_as_they_are()
    {
        var bytes = "{ \"a\": 1 }"u8.ToArray();

        Assert.True(JobState.FromStored(bytes, JobJson.Default).Utf8.Equals(bytes));
        Assert.True(JobValue.FromStored(bytes, JobJson.Default).Utf8.Equals(bytes));
    }

    [Fact]
    public void Nests_in_json_of_others_byte_for_byte()
    {
        var json = JsonSerializer.Serialize(new Dictionary<string, JobState> { ["s"] = JobState.Parse("{\"a\": 1.10}") });
        Assert.Equal("{\"s\":{\"a\": 1.10}}", json);
        Assert.Equal("{\"a\": 1.10}", JsonSerializer.Deserialize<Dictionary<string, JobState>>(json)!["s"].ToString());

        var refusal = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Dictionary<string, JobState>>("{\"s\":[1]}"));
        Assert.Contains("must be a JSON object", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<JobValue>("{\"a\":1,\"a\":1}"));
    }

    private static string Nested(int arrays) => "{\"a\":" + new string('[', arrays) + new string(']', arrays) + "}";
}
