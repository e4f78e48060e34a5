namespace StatefulScheduler;

// Brings what a typed run changed into the stored state, and leaves the rest of it alone.
internal static class StateChanges
{
    // again: the stored state read into the type and written again; result: what the run returned.
    // Only where these two differ did the run change anything; members the type does not know are in neither.
    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> stored, ReadOnlyMemory<byte> again, ReadOnlyMemory<byte> result) =>
        again.Span.SequenceEqual(result.Span)
            ? stored
            : Apply(stored, JsonMembers.Read(stored), JsonMembers.Read(again), JsonMembers.Read(result));

    private static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> stored, JsonMembers members, JsonMembers again, JsonMembers result)
    {
        var (next, changed) = (JsonBuilder.Object(), false);
        for (var index = 0; index < members.Count; index++)
        {
            var before = members.Value(index);
            var after = Next(before, again.ValueOf(members.Name(index)), result.ValueOf(members.Name(index)));
            changed |= !after.Equals(before);
            if (!after.IsEmpty)
                next.Add(members.WrittenName(index), after);
        }

        for (var index = 0; index < result.Count; index++)
        {
            var name = result.Name(index);
            if (members.IndexOf(name) >= 0 || Next(default, again.ValueOf(name), result.Value(index)).IsEmpty)
                continue;
            changed = true;
            next.Add(result.WrittenName(index), result.Value(index));
        }

        return changed ? next.Close() : stored;
    }

    private static ReadOnlyMemory<byte> Next(ReadOnlyMemory<byte> stored, ReadOnlyMemory<byte> again, ReadOnlyMemory<byte> result) =>
        JsonEquality.Equal(again, result) || JsonEquality.Equal(stored, result) ? stored : result;
}
