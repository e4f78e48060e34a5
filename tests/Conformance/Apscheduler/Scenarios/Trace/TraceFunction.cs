using System.Text.Json;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios.Trace;

// A function of the trace, by name: self_pause and its kind give a command for the job whose id they are given, any other gives none.
internal sealed record TraceFunction(string? Name, string? Target)
{
    // What a function returns whose occurrence the trace does not tell of.
    public string? Value => Name is null ? "ok" : null;

    public bool Pauses => Name?.Contains("pause", StringComparison.Ordinal) == true;

    public bool Removes => Name?.Contains("remove", StringComparison.Ordinal) == true;

    // Lets arguments travel with a job, through our store.
    public static JobValue Pack(TraceCall call) =>
        JobValue.Parse(JsonSerializer.Serialize(new[] { call.Text("func"), FirstArgument(call) }));

    public static TraceFunction Of(JobValue packed)
    {
        var parts = packed.As<string?[]>();
        return new(parts[0], parts[1]);
    }

    public static TraceFunction Of(TraceCall call) => new(call.Text("func"), FirstArgument(call));

    public async Task CommandAsync(IScheduler scheduler, string ownId, CancellationToken cancellationToken)
    {
        var target = TargetOf(ownId);
        if (Pauses)
            await scheduler.PauseJobAsync(target, cancellationToken: cancellationToken);
        else if (Removes)
            await scheduler.RemoveJobAsync(target, cancellationToken);
    }

    // The job that the function, run by a job, gives its command for.
    public string TargetOf(string ownId) => Target is null || Target == Scenario.PlainId(ownId) ? ownId : Scenario.IdOf(Target, null);

    private static string? FirstArgument(TraceCall call)
    {
        if (call.Value("args") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 && list[0].ValueKind == JsonValueKind.String)
            return list[0].GetString();
        return call.Value("kwargs") is { ValueKind: JsonValueKind.Object } named
            ? named.EnumerateObject().Select(member => member.Value).FirstOrDefault(value => value.ValueKind == JsonValueKind.String) is { ValueKind: JsonValueKind.String } first ? first.GetString() : null
            : null;
    }
}
