using System.Text.Json.Serialization;

namespace StatefulScheduler.Tests.Jobs.State;

public class JobJsonTests
{
    private static readonly JobJson Trimmed = new([], reflection: false);

    [Fact]
    public void The_everyday_types_need_no_context()
    {
        var state = JobState.Empty.WithJson(Trimmed)
            .Set("text", "x").Set("n", 1).Set("u", ulong.MaxValue).Set("d", 1.5).Set("m", 1.10m).Set("id", Guid.Empty)
            .Set("day", new DateOnly(2026, 1, 2)).Set("time", new TimeOnly(3, 4)).Set("span", TimeSpan.FromHours(30)).Set("bytes", new byte[] { 1 })
            .Set("list", new List<string> { "a" }).Set("map", new Dictionary<string, JobValue> { ["k"] = 1 }).Set<int?>("none", null);

        Assert.Equal(ulong.MaxValue, state.Get<ulong>("u"));
        Assert.Equal(new DateOnly(2026, 1, 2), state.Get<DateOnly>("day"));
        Assert.Equal(TimeSpan.FromHours(30), state.Get<TimeSpan>("span"));
        Assert.Equal([1], state.Get<byte[]>("bytes"));
        Assert.Equal(["a"], state.Get<List<string>>("list"));
        Assert.Equal(1, state.Get<Dictionary<string, JobValue>>("map")["k"].As<int>());
        Assert.Null(state.Get<int?>("none"));
    }

    [Fact]
    public void An_unknown_type_without_reflection_names_what_to_do()
    {
        var refusal = Assert.Throws<NotSupportedException>(() => JobState.Empty.WithJson(Trimmed).As<Unknown>());

        Assert.Contains("AddJson", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("[JsonSerializable(typeof(Unknown))]", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_remembers_the_contexts_it_came_from()
    {
        var json = new JobJson([StateTypeJson.Default], reflection: false);
        var state = JobState.FromStored("{\"inner\":{\"cursor\":1},\"list\":[{\"cursor\":2}]}"u8.ToArray(), json);

        Assert.Equal(1, state.Get<ImportState>("inner").Cursor);
        Assert.Equal(1, state["inner"].As<ImportState>().Cursor);
        Assert.Equal(1, state.Set("more", 1)["inner"].As<ImportState>().Cursor);
        Assert.Equal(1, state.Get<JobState>("inner").As<ImportState>().Cursor);
        Assert.Equal(2, state.Get<JobValue>("$.list[0]").As<ImportState>().Cursor);
    }

    [Fact]
    public void What_a_context_says_about_names_and_enums_counts()
    {
        var json = new JobJson([SnakeJson.Default], reflection: false);

        Assert.Equal("{\"long_name\":\"Done\"}", new StateType<Named>(json).FromObject(new Named(Phase.Done), json).ToString());
    }

    [Fact]
    public void Names_are_camel_case_and_numbers_are_numbers()
    {
        Assert.Equal("{\"longName\":1}", JobState.From(new Named(Phase.Done)).ToString());
        Assert.Throws<JobStateException>(() => JobValue.Parse("\"1\"").As<int>());
        Assert.Equal(0, JobState.Parse("{\"Cursor\":1}").As<ImportState>().Cursor);
    }

    [Fact]
    public void A_contract_given_by_hand_is_used() =>
        Assert.Equal("{\"Cursor\":1,\"Phase\":\"中\"}", JobState.From(new ImportState(1, "中"), StateTypeJson.Default.ImportState).ToString());

    private sealed record Unknown(int N);
}

internal sealed record Named(Phase LongName);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Named))]
internal sealed partial class SnakeJson : JsonSerializerContext;
