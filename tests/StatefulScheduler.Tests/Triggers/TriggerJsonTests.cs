using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using static StatefulScheduler.Tests.Triggers.Instants;

namespace StatefulScheduler.Tests.Triggers;

public partial class TriggerJsonTests
{
    private static readonly JsonSerializerOptions Options = new()
    {
        TypeInfoResolver = TriggerJsonContext.Default,
        Converters = { new TriggerJsonConverter(new Dictionary<string, JsonTypeInfo> { ["moon"] = TriggerJsonContext.Default.MoonTrigger }) },
    };

    [Theory]
    [InlineData("now", """{"kind":"now"}""")]
    [InlineData("never", """{"kind":"never"}""")]
    [InlineData("at 2030-01-01T00:00:00Z", """{"kind":"at","time":"2030-01-01T00:00:00.0000000Z"}""")]
    [InlineData("at 2030-01-01T09:00:00 Asia/Shanghai", """{"kind":"at","wallTime":"2030-01-01T09:00:00.0000000","timeZone":"Asia/Shanghai"}""")]
    [InlineData("every 00:05:00", """{"kind":"every","interval":"00:05:00"}""")]
    [InlineData("every 00:05:00 from 2030-01-01T00:00:00Z", """{"kind":"every","interval":"00:05:00","start":"2030-01-01T00:00:00.0000000Z"}""")]
    [InlineData("after each run 00:01:00", """{"kind":"afterEachRun","delay":"00:01:00"}""")]
    [InlineData("0 9 * * MON-FRI", """{"kind":"cron","expression":"0 9 * * MON-FRI"}""")]
    [InlineData("0 9 * * MON-FRI Asia/Shanghai", """{"kind":"cron","expression":"0 9 * * MON-FRI","timeZone":"Asia/Shanghai"}""")]
    [InlineData(
        "0 9 * * MON#1 year 2027 week 1-26 gap shift overlap both",
        """{"kind":"cron","expression":"0 9 * * MON#1","year":"2027","week":"1-26","gap":"shift","overlap":"both"}""")]
    [InlineData(
        "fields day=\"15,last fri\" hour=9 UTC gap fire-after",
        """{"kind":"cronFields","day":"15,last fri","hour":"9","minute":"0","second":"0","timeZone":"UTC","gap":"fire-after"}""")]
    [InlineData("now | @daily", """{"kind":"or","triggers":[{"kind":"now"},{"kind":"cron","expression":"0 0 * * *"}]}""")]
    [InlineData("now from 2030-01-01T00:00:00Z", """{"kind":"window","trigger":{"kind":"now"},"from":"2030-01-01T00:00:00.0000000Z"}""")]
    [InlineData(
        "@daily UTC from 2030-01-01T00:00:00Z until 2031-01-01T00:00:00Z",
        """{"kind":"window","trigger":{"kind":"cron","expression":"0 0 * * *","timeZone":"UTC"},"from":"2030-01-01T00:00:00.0000000Z","until":"2031-01-01T00:00:00.0000000Z"}""")]
    public void Each_kind_has_one_form_and_reads_back(string text, string json)
    {
        var trigger = Trigger.Parse(text);

        Assert.Equal(json, JsonSerializer.Serialize(trigger, Options));
        Assert.Equal(trigger, JsonSerializer.Deserialize<Trigger>(json, Options));
    }

    [Fact]
    public void A_trigger_of_ones_own_stands_beside_its_kind_even_inside_another()
    {
        var trigger = (new MoonTrigger { Phase = "full" } | Trigger.Now).Until(Utc("2031-01-01"));

        var json = JsonSerializer.Serialize(trigger, Options);

        Assert.StartsWith("""{"kind":"or","triggers":[{"kind":"window","trigger":{"kind":"moon","value":{"Phase":"full"}},"until":""", json, StringComparison.Ordinal);
        Assert.Equal(trigger, JsonSerializer.Deserialize<Trigger>(json, Options));
    }

    [Fact]
    public void Members_may_come_in_any_order() =>
        Assert.Equal(Trigger.Every(TimeSpan.FromMinutes(5)), JsonSerializer.Deserialize<Trigger>("""{"interval":"00:05:00","kind":"every"}""", Options));

    [Theory]
    [InlineData("""{"kind":"sun"}""", "'sun' is not known here")]
    [InlineData("""{"interval":"00:05:00"}""", "'kind' of a trigger is missing")]
    [InlineData("""{"kind":5}""", "must be a string")]
    [InlineData("""[]""", "JSON object")]
    [InlineData("""{"kind":"every"}""", "'interval' of a trigger is missing")]
    [InlineData("""{"kind":"every","interval":"soon"}""", "soon")]
    [InlineData("""{"kind":"every","interval":"00:00:00"}""", "one millisecond")]
    [InlineData("""{"kind":"every","interval":"00:05:00","jitter":"00:00:01"}""", "'jitter'")]
    [InlineData("""{"kind":"at"}""", "'time' of a trigger is missing")]
    [InlineData("""{"kind":"at","time":"noon"}""", "noon")]
    [InlineData("""{"kind":"cron","expression":"0 0 30 2 *"}""", "can never fire")]
    [InlineData("""{"kind":"cron","expression":"0 0 * * *","timeZone":"Mars/Olympus"}""", "Mars/Olympus")]
    [InlineData("""{"kind":"or","triggers":{}}""", "must be an array")]
    [InlineData("""{"kind":"moon"}""", "'value' of a trigger is missing")]
    public void What_does_not_read_says_why(string json, string reason)
    {
        var refused = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Trigger>(json, Options));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trigger_without_a_kind_is_not_written()
    {
        var bare = new JsonSerializerOptions { TypeInfoResolver = TriggerJsonContext.Default, Converters = { new TriggerJsonConverter() } };

        var refused = Assert.Throws<JsonException>(() => JsonSerializer.Serialize<Trigger>(new MoonTrigger(), bare));

        Assert.Contains(nameof(MoonTrigger), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kind_of_this_library_cannot_be_taken()
    {
        var json = TriggerJsonContext.Default.MoonTrigger;

        Assert.Throws<ArgumentException>(() => new TriggerJsonConverter(new Dictionary<string, JsonTypeInfo> { ["cron"] = json }));
        Assert.Throws<ArgumentException>(() => new TriggerJsonConverter(new Dictionary<string, JsonTypeInfo> { ["a"] = json, ["b"] = json }));
        Assert.Throws<ArgumentException>(() => new TriggerJsonConverter(new Dictionary<string, JsonTypeInfo> { ["text"] = TriggerJsonContext.Default.String }));
    }

    public sealed class MoonTrigger : Trigger
    {
        public string Phase { get; init; } = "new";

        public override bool Equals(Trigger? other) => other is MoonTrigger moon && moon.Phase == Phase;

        public override int GetHashCode() => Phase.GetHashCode(StringComparison.Ordinal);

        protected override DateTimeOffset? NextCore(in TriggerContext context) => null;
    }

    [JsonSerializable(typeof(MoonTrigger))]
    [JsonSerializable(typeof(Trigger))]
    [JsonSerializable(typeof(string))]
    private sealed partial class TriggerJsonContext : JsonSerializerContext;
}
