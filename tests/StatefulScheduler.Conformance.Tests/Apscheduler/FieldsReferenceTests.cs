using StatefulScheduler.Conformance.Apscheduler;
using StatefulScheduler.Conformance.Apscheduler.References;
using StatefulScheduler.Conformance.Apscheduler.Specs;

namespace StatefulScheduler.Conformance.Tests.Apscheduler;

// The reference says what fields mean and whether they name a date: it must agree with every vector.
public class FieldsReferenceTests
{
    private static readonly string[] s_files = ["cron.json", "crontab.json"];

    private static IEnumerable<Vector> Fired =>
        s_files
            .SelectMany(file => Vectors.Read("apscheduler", file))
            .Where(vector => vector.Json.GetProperty("expected").GetArrayLength() > 0);

    [Fact]
    public void It_reads_all_fields_that_fire_and_finds_a_date() =>
        Assert.All(Fired, vector => Assert.True(FieldsReference.Read(Spec.Of(vector))?.NamesADate()));

    [Fact]
    public void Its_plain_form_fires_as_the_fields_do() =>
        Assert.All(Fired.Where(vector => !vector.Has("dst") && !vector.Has("prev")), vector =>
        {
            var spec = Spec.Of(vector);
            var trigger = TriggerSpec.Within(spec, FieldsReference.Read(spec)!.Create(spec.TimeZone));
            var found = Walk.Of(trigger, Instants.Parse(vector.Text("now")));
            Assert.Equal(Outcome.Passed, FireList.OfCron(vector).Compare(found).Outcome);
        });

    [Theory]
    [InlineData("day_of_week", "mon-fri/2", "0,2,4")]
    [InlineData("day_of_week", "sat-mon", "5,6,0")]
    [InlineData("month", "jan-jun/2", "1,3,5")]
    [InlineData("hour", "20/4", "20")]
    [InlineData("day", "last, 2nd fri", "last,2nd fri")]
    [InlineData("day_of_week", "mon#1", null)]
    [InlineData("day_of_week", "7", null)]
    [InlineData("day", "last-3", null)]
    [InlineData("hour", "3-1", null)]
    [InlineData("minute", "*/0", null)]
    public void It_spells_out_what_a_field_says(string field, string text, string? plain) =>
        Assert.Equal(plain, FieldReference.All.Single(reference => reference.Name == field).Read(text));
}
