using System.Text.Json;

namespace StatefulScheduler.Stores.Rows;

// A run in flight.
internal sealed class OpenRun
{
    public required long Fence { get; init; }

    // The opening of the store under which it was claimed; one of an earlier epoch is void.
    public required long Epoch { get; init; }

    public required long Occurrence { get; init; }

    public required long ClaimedAt { get; init; }

    public string? Node { get; init; }

    public PendingRun? Pending { get; init; }

    // Until when it holds its slot, as an instant: what is stored.
    public long LeaseUntil { get; set; }

    // The same on the monotonic clock: what counts, as long as the row has stayed in memory; 0 when it has not.
    public long LeaseTimestamp { get; set; }

    // Whether the schedule has moved past the occurrence: then others of the job may run beside it.
    public bool Advanced { get; set; }

    public long LeaseEnd(long epoch, in StoreClock clock) =>
        Epoch != epoch ? 0 : LeaseTimestamp != 0 ? clock.InstantOf(LeaseTimestamp) : LeaseUntil;

    public void Renew(TimeSpan duration, in StoreClock clock)
    {
        LeaseUntil = Math.Min(DateTimeOffset.MaxValue.Ticks, clock.Now + Math.Min(duration.Ticks, TimeSpan.FromDays(3650).Ticks));
        LeaseTimestamp = clock.TimestampIn(TimeSpan.FromTicks(LeaseUntil - clock.Now));
    }
}

// The open runs of a job as they are stored: an array of arrays.
internal static class OpenRunJson
{
    public static void Write(Utf8JsonWriter writer, List<OpenRun> runs, JobSerializer serializer)
    {
        writer.WriteStartArray();
        foreach (var run in runs)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(run.Fence);
            writer.WriteNumberValue(run.Epoch);
            writer.WriteNumberValue(run.Occurrence);
            writer.WriteNumberValue(run.LeaseUntil);
            writer.WriteNumberValue(run.ClaimedAt);
            writer.WriteBooleanValue(run.Advanced);
            writer.WriteStringValue(run.Node);
            if (run.Pending is not null)
                writer.WriteRawValue(serializer.WritePending([run.Pending]));
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.Flush();
    }

    public static List<OpenRun> Read(ReadOnlySpan<byte> json, JobSerializer serializer)
    {
        if (json.IsEmpty)
            return [];

        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        return [.. document.RootElement.EnumerateArray().Select(run => new OpenRun
        {
            Fence = run[0].GetInt64(),
            Epoch = run[1].GetInt64(),
            Occurrence = run[2].GetInt64(),
            LeaseUntil = run[3].GetInt64(),
            ClaimedAt = run[4].GetInt64(),
            Advanced = run[5].GetBoolean(),
            Node = run[6].GetString(),
            Pending = run.GetArrayLength() > 7 ? serializer.ReadPending(run[7].GetRawText())[0] : null,
        })];
    }
}
