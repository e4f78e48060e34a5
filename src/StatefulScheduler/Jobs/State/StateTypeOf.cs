using System.Text.Json.Serialization.Metadata;

namespace StatefulScheduler;

internal sealed class StateType<TState>(JobJson json) : StateType
{
    // Not before somebody needs it: a type that no context knows is refused by the call that uses it.
    private readonly Lazy<JsonTypeInfo<TState>> _contract = new(json.TypeInfo<TState>);

    public JobJson Json => json;

    public override Type Type => typeof(TState);

    private static bool IsUntyped => typeof(TState) == typeof(JobState);

    public override JobState FromObject(object? value, JobJson json) => value switch
    {
        null => JobState.Empty.WithJson(json),
        JobState state => state.WithJson(json),
        JobValue member => new(JsonDoor.Check(member.Utf8, JsonDoor.State), json),
        TState typed => new(JsonWriting.State(typed, json.TypeInfo<TState>()), json) { WrittenBy = json.StateType<TState>() },
        _ when IsUntyped => new(JsonWriting.State(value, json.TypeInfo(value.GetType())), json),
        _ => throw new JobStateException(
            JsonPlace.Nowhere, $"{TypeNames.Of(typeof(TState))} or JobState", TypeNames.Of(value.GetType()),
            advice: "The first state of a job is a value of its handler's state type, or a JobState."),
    };

    public override void CheckFits(JobState state, string jobId)
    {
        if (IsUntyped)
            return;

        CheckNames(JsonMembers.Read(state.Utf8), state, jobId);
        Read(state, jobId);
    }

    public TState Read(JobState state, string jobId)
    {
        try
        {
            return Read(state);
        }
        catch (JobStateException refusal)
        {
            throw refusal.ForJob(jobId);
        }
    }

    // The state that a typed function's result stands for: see "What state is" in the design.
    public JobState Write(JobState @base, TState next)
    {
        if (next is JobState untyped)
            return untyped.Equals(@base) ? @base : untyped.WithJson(json);

        var result = JsonWriting.State(next, _contract.Value, same: @base.Utf8);
        if (result.Equals(@base.Utf8))
            return @base;
        if (ReferenceEquals(@base.WrittenBy, this))
            return new JobState(result, json) { WrittenBy = this };

        // From the stored bytes, never from an object that a run may have changed in its hands.
        var again = JsonWriting.Unchecked(Read(@base), _contract.Value);
        var changed = StateChanges.Apply(@base.Utf8, again, result);
        return changed.Span.SequenceEqual(result.Span) ? new JobState(result, json) { WrittenBy = this } : @base.WithJson(json, changed);
    }

    public JobState Apply(JobState state, Func<TState, TState> update) => Write(state, update(Read(state)));

    private TState Read(JobState state) => JsonReading.Read(state.Utf8, state, JsonPath.Root, _contract.Value);

    private void CheckNames(JsonMembers members, JobState state, string jobId)
    {
        if (_contract.Value.Kind != JsonTypeInfoKind.Object || _contract.Value.Properties.Any(property => property.IsExtensionData))
            return;

        for (var index = 0; index < members.Count; index++)
        {
            if (Meant(members.Name(index)) is not { } meant)
                continue;
            var place = JsonReading.PlaceOf(members.WrittenName(index), state.Utf8, JsonPath.Of(members.Name(index)));
            throw new JobStateException(
                place, $"'{meant}'", $"'{members.Name(index)}'",
                $"'{members.Name(index)}' is not a member of {TypeNames.Of(typeof(TState))}; did you mean '{meant}'?",
                "Names are case-sensitive.", jobId: jobId);
        }
    }

    private string? Meant(string name)
    {
        var alike = _contract.Value.Properties.Where(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        return alike.Any(property => property.Name == name) ? null : alike.FirstOrDefault()?.Name;
    }
}
