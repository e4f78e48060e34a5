using System.Text.Json.Serialization;

namespace StatefulScheduler.Tests.Jobs.State;

public class StateTypeTests
{
    private static readonly JobJson Json = new([StateTypeJson.Default]);
    private static readonly StateType<ImportState> Import = new(Json);

    [Fact]
    public void Every_type_comes_back_equal()
    {
        var type = new StateType<Everything>(Json);
        var value = new Everything(
            9007199254740993, 1.10m, Guid.Parse("b6d6f3a4-1c1c-4c1e-9d6a-0123456789ab"), new(2026, 1, 2, 3, 4, 5, 6, TimeSpan.FromMinutes(345)),
            TimeSpan.FromTicks(1), Phase.Done, [3, 1, 2], new Inner("中文", null), [0, 255, 128]);

        var stored = type.FromObject(value, Json);
        var read = type.Read(JobState.Parse(stored.ToString()), "job");

        Assert.Equal(value with { List = read.List, Bytes = read.Bytes }, read);
        Assert.Equal(value.List, read.List);
        Assert.Equal(value.Bytes, read.Bytes);
        Assert.Contains("\"price\":1.10", stored.ToString(), StringComparison.Ordinal);
        Assert.Contains("中文", stored.ToString(), StringComparison.Ordinal);
        Assert.Same(stored, type.Write(stored, read));
    }

    [Fact]
    public void Members_the_type_does_not_declare_are_kept_to_the_byte()
    {
        var stored = JobState.Parse("{ \"cursor\": 1, \"reason\": \"\\u4e2d\", \"big\":1.10, \"phase\":\"idle\" }");

        var next = Import.Write(stored, Import.Read(stored, "import") with { Cursor = 2 });

        Assert.Equal("{\"cursor\":2,\"reason\":\"\\u4e2d\",\"big\":1.10,\"phase\":\"idle\"}", next.ToString());
    }

    [Fact]
    public void A_run_that_changes_nothing_gives_the_same_state()
    {
        var stored = JobState.Parse("{ \"cursor\": 1, \"more\": 1 }");

        Assert.Same(stored, Import.Write(stored, Import.Read(stored, "import")));
    }

    [Fact]
    public void A_member_equal_after_reading_and_writing_keeps_its_stored_bytes()
    {
        var type = new StateType<Ratio>(Json);
        var stored = JobState.Parse("{\"value\":1.10,\"at\":\"2026-01-02T03:04:05.0000000Z\",\"n\":1}");

        var next = type.Write(stored, type.Read(stored, "job") with { N = 2 });

        Assert.Equal("{\"value\":1.10,\"at\":\"2026-01-02T03:04:05.0000000Z\",\"n\":2}", next.ToString());
    }

    [Fact]
    public void A_default_that_was_not_stored_stays_out_until_it_changes()
    {
        Assert.Equal("{\"cursor\":1}", Import.Write(JobState.Empty, new ImportState(1)).ToString());
        Assert.Equal("{\"phase\":\"x\"}", Import.Write(JobState.Empty, new ImportState(0, "x")).ToString());
    }

    [Fact]
    public void A_member_that_vanishes_from_the_result_is_removed()
    {
        var type = new StateType<Optional>(Json);
        var stored = JobState.Parse("{\"a\":1,\"note\":\"x\",\"other\":null}");

        Assert.Equal("{\"a\":1,\"other\":null}", type.Write(stored, new Optional(1, null)).ToString());
    }

    [Fact]
    public void A_stored_null_that_the_type_leaves_out_is_kept()
    {
        var type = new StateType<Optional>(Json);
        var stored = JobState.Parse("{\"a\":1,\"note\": null}");

        Assert.Equal("{\"a\":2,\"note\":null}", type.Write(stored, new Optional(2, null)).ToString());
    }

    [Fact]
    public void A_class_the_run_changed_in_place_is_compared_with_the_stored_bytes()
    {
        var type = new StateType<Mutable>(Json);
        var stored = JobState.Parse("{\"items\":[1],\"more\":[ ]}");
        var inHand = type.Read(stored, "job");

        inHand.Items.Add(2);

        Assert.Equal("{\"items\":[1]," + "\"more\":[ ]}", stored.ToString());
        Assert.Equal([1], type.Read(stored, "job").Items);
        Assert.Equal("{\"items\":[1,2],\"more\":[ ]}", type.Write(stored, inHand).ToString());
    }

    [Fact]
    public void The_caller_may_change_the_object_it_passed()
    {
        var value = new Mutable { Items = [1] };
        var stored = new StateType<Mutable>(Json).FromObject(value, Json);

        value.Items.Add(2);

        Assert.Equal("{\"items\":[1]}", stored.ToString());
    }

    [Fact]
    public void Structs_and_dictionaries_are_states_too()
    {
        var point = new StateType<Point>(Json);
        var stored = point.FromObject(new Point(1, 2), Json);
        Assert.Equal("{\"x\":1,\"y\":3}", point.Write(stored, new Point(1, 3)).ToString());

        var map = new StateType<Dictionary<string, long>>(Json);
        Assert.Equal("{\"b\":2,\"c\":3}", map.Write(JobState.Parse("{\"a\":1,\"b\": 2}"), new() { ["b"] = 2, ["c"] = 3 }).ToString());
    }

    [Fact]
    public void A_job_without_a_type_gets_the_state_itself()
    {
        var type = new StateType<JobState>(Json);
        var stored = JobState.Parse("{\"a\": 1}");

        Assert.Same(stored, type.Read(stored, "job"));
        Assert.Same(stored, type.Write(stored, JobState.Parse("{\"a\":1}")));
        Assert.Equal("{\"a\":2}", type.Write(stored, stored.Set("a", 2)).ToString());
        Assert.Equal("{\"cursor\":1,\"phase\":\"idle\"}", type.FromObject(new ImportState(1), Json).ToString());
        type.CheckFits(stored, "job");
    }

    [Fact]
    public void The_first_state_is_nothing_a_state_or_a_value_of_the_type()
    {
        Assert.Equal("{}", Import.FromObject(null, Json).ToString());
        Assert.Equal("{\"cursor\": 5}", Import.FromObject(JobState.Parse("{\"cursor\": 5}"), Json).ToString());
        Assert.Equal("{\"cursor\":1,\"phase\":\"idle\"}", Import.FromObject(new ImportState(1), Json).ToString());
        var refusal = Assert.Throws<JobStateException>(() => Import.FromObject("text", Json));
        Assert.Equal(("ImportState or JobState", "string"), (refusal.Expected, refusal.Found));
    }

    [Fact]
    public void A_type_whose_json_is_no_object_is_refused()
    {
        var refusal = Assert.Throws<JobStateException>(() => new StateType<int>(Json).FromObject(5, Json));

        Assert.Contains("state must be a JSON object, got the number 5", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<JobStateException>(() => new StateType<int>(Json).CheckFits(JobState.Empty, "job"));
        Assert.Throws<JobStateException>(() => new StateType<List<int>>(Json).FromObject(new List<int> { 1 }, Json));
        Assert.Throws<JobStateException>(() => Import.Write(JobState.Empty, null!));
    }

    [Fact]
    public void A_state_that_does_not_fit_names_job_place_and_types()
    {
        var stored = JobState.Parse("{\"phase\":\"x\",\n  \"cursor\": \"abc\"}");

        var refusal = Assert.Throws<JobStateException>(() => Import.CheckFits(stored, "import"));

        Assert.Equal(("import", "$.cursor", 2, 13), (refusal.JobId, refusal.Path, refusal.Line, refusal.Column));
        Assert.Equal(("long", "a string"), (refusal.Expected, refusal.Found));
        Assert.Equal("Job 'import': expected long, found a string (at $.cursor, line 2, column 13).", refusal.Message);
    }

    [Fact]
    public void A_deep_misfit_is_found_too()
    {
        var stored = JobState.Parse("{\"inner\":{\"name\":\"n\",\"odd name\":{\"k\":[1,\n2,true]}}}");

        var refusal = Assert.Throws<JobStateException>(() => new StateType<Deep>(Json).Read(stored, "job"));

        Assert.Equal(("$.inner['odd name'].k[2]", 2, 3, "int", "true"), (refusal.Path, refusal.Line, refusal.Column, refusal.Expected, refusal.Found));
    }

    [Fact]
    public void What_a_constructor_throws_is_a_misfit_with_its_reason()
    {
        var refusal = Assert.Throws<JobStateException>(() => new StateType<Positive>(Json).Read(JobState.Parse("{\"n\":-1}"), "job"));

        Assert.Contains("must be positive", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("job", refusal.JobId);
    }

    [Fact]
    public void A_missing_required_member_is_named()
    {
        var refusal = Assert.Throws<JobStateException>(() => new StateType<Needy>(Json).Read(JobState.Empty, "job"));

        Assert.Contains("'name'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_that_differs_by_case_is_refused_with_a_hint()
    {
        var stored = JobState.Parse("{\"cursor\":1, \"Phase\":\"x\"}");

        var refusal = Assert.Throws<JobStateException>(() => Import.CheckFits(stored, "import"));

        Assert.Contains("'Phase' is not a member of ImportState; did you mean 'phase'?", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(("$.Phase", 1, 14, "import"), (refusal.Path, refusal.Line, refusal.Column, refusal.JobId));
        Import.CheckFits(JobState.Parse("{\"cursor\":1,\"other\":1}"), "import");
    }

    [Fact]
    public void A_result_that_json_cannot_hold_is_refused()
    {
        var refusal = Assert.Throws<JobStateException>(() => new StateType<Ratio>(Json).Write(JobState.Empty, new Ratio(double.NaN, default, 0)));

        Assert.Contains("cannot be written as JSON", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_polymorphic_type_survives_a_stored_state_without_its_discriminator_in_front()
    {
        var type = new StateType<Shape>(Json);
        var stored = JobState.Parse("{\"more\":1,\"radius\":2,\"$type\":\"circle\"}");

        Assert.Equal(new Circle(2), type.Read(stored, "job"));
        Assert.Equal("{\"more\":1,\"radius\":3,\"$type\":\"circle\"}", type.Write(stored, new Circle(3)).ToString());
    }

    [Fact]
    public void With_goes_there_and_back()
    {
        var stored = JobState.Parse("{\"cursor\":1,\"more\":1.10}");

        Assert.Equal("{\"cursor\":2,\"more\":1.10}", stored.With((ImportState state) => state with { Cursor = state.Cursor + 1 }).ToString());
        Assert.Same(stored, stored.With((ImportState state) => state));
        Assert.Equal(new ImportState(1), stored.As<ImportState>());
        Assert.Equal(stored, JobState.From(stored));
        Assert.Equal("{\"cursor\":1,\"phase\":\"idle\"}", JobState.From(new ImportState(1)).ToString());
    }
}

internal sealed record ImportState(long Cursor, string Phase = "idle");

internal sealed record Everything(
    long Big, decimal Price, Guid Id, DateTimeOffset At, TimeSpan For, Phase Phase, List<int> List, Inner Inner, byte[] Bytes);

internal sealed record Inner(string Name, int? Maybe);

internal enum Phase
{
    Idle,
    Done,
}

internal sealed record Ratio(double Value, DateTimeOffset At, int N);

internal sealed record Optional(
    int A,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note);

internal sealed class Mutable
{
    public List<int> Items { get; set; } = [];
}

internal readonly record struct Point(int X, int Y);

internal sealed record Deep(DeepInner Inner);

internal sealed record DeepInner(string Name, [property: JsonPropertyName("odd name")] Dictionary<string, List<int>> Odd);

internal sealed record Positive
{
    public Positive(int n) => N = n > 0 ? n : throw new ArgumentOutOfRangeException(nameof(n), "must be positive");

    public int N { get; }
}

internal sealed class Needy
{
    public required string Name { get; init; }
}

[JsonDerivedType(typeof(Circle), "circle")]
internal abstract record Shape;

internal sealed record Circle(int Radius) : Shape;

[JsonSerializable(typeof(ImportState))]
[JsonSerializable(typeof(Everything))]
[JsonSerializable(typeof(Ratio))]
[JsonSerializable(typeof(Optional))]
[JsonSerializable(typeof(Mutable))]
[JsonSerializable(typeof(Point))]
[JsonSerializable(typeof(Deep))]
[JsonSerializable(typeof(Positive))]
[JsonSerializable(typeof(Needy))]
[JsonSerializable(typeof(Shape))]
internal sealed partial class StateTypeJson : JsonSerializerContext;
