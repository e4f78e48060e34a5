using StatefulScheduler.Conformance.Cron;

namespace StatefulScheduler.Conformance.Tests.Cron;

// The reference judges where the vectors hold no answer: it must agree with every vector that does.
public class ReferenceCronTests
{
    private static readonly string[] s_files = ["next.jsonl", "odd.jsonl", "far.jsonl", "facts.jsonl"];

    // No vector that says null looks further: the Gregorian calendar repeats after 400 years.
    private static readonly DateTimeOffset s_looksFarEnough = new(9599, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static IEnumerable<Vector> Answered =>
        s_files
            .SelectMany(file => Vectors.Read("cron", file))
            .Where(vector => vector.Has("e") && !vector.Has("q") && !vector.Has("seed"));

    [Fact]
    public void It_reads_a_text_as_Cronos_prints_it() =>
        Assert.All(Answered.Where(vector => vector.Has("c")), vector => Assert.Equal(vector.Text("c"), ReferenceCron.Read(vector.Text("e"))?.ToString()));

    [Fact]
    public void It_does_not_read_what_Cronos_refuses_in_either_format() =>
        Assert.All(
            Vectors.Read("cron", "invalid.jsonl").Where(vector => vector.Json.GetProperty("f").GetInt32() == CronFields.Of(vector.Text("e")).Count),
            vector => Assert.Null(ReferenceCron.Read(vector.Text("e"))));

    [Fact]
    public void It_finds_a_date_where_Cronos_finds_one_and_none_where_it_finds_none() =>
        Assert.All(
            Answered.Where(vector => vector.Has("next") && Instants.Parse(vector.Text("from")) < s_looksFarEnough).DistinctBy(vector => vector.Text("e")),
            vector => Assert.Equal(
                Instants.Read(vector.Json.GetProperty("next"))[0] is not null,
                ReferenceCron.Read(vector.Text("e"))!.NamesADate()));

    [Fact]
    public void What_Cronos_names_it_names() =>
        Assert.All(
            Answered.Where(vector => vector.Has("next") && vector.TextOrNull("z") == "UTC"),
            vector => Assert.All(
                Instants.Read(vector.Json.GetProperty("next")).OfType<DateTimeOffset>(),
                at => Assert.True(ReferenceCron.Read(vector.Text("e"))!.Names(at.UtcDateTime))));
}
