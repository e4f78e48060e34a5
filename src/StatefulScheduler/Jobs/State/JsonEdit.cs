using System.Text.Json;

namespace StatefulScheduler;

// Changes to JSON text. Whatever a change does not touch keeps its bytes; when nothing changes, the very same memory comes back.
internal static class JsonEdit
{
    public static ReadOnlyMemory<byte> Set(ReadOnlyMemory<byte> utf8, JsonPath path, ReadOnlyMemory<byte> value)
    {
        var result = Put(utf8, new(utf8, path, value), 0);
        var mayBeTooDeep = path.Length > 1 || JsonText.IsObject(value) || JsonText.IsArray(value);
        return mayBeTooDeep && !result.Equals(utf8) ? JsonDoor.Check(result, JsonDoor.State) : result;
    }

    public static ReadOnlyMemory<byte> Remove(ReadOnlyMemory<byte> utf8, JsonPath path)
    {
        path.Follow(utf8, out var reached);
        return reached == path.Length ? Put(utf8, new(utf8, path, default), 0) : utf8;
    }

    // RFC 7396.
    public static ReadOnlyMemory<byte> Merge(ReadOnlyMemory<byte> utf8, ReadOnlyMemory<byte> patch)
    {
        if (!JsonText.IsObject(patch))
            return JsonEquality.Equal(utf8, patch) ? utf8 : patch;

        var isObject = JsonText.IsObject(utf8);
        var target = isObject ? utf8 : JsonMembers.NoMembers;
        var (members, changes) = (JsonMembers.Read(target), JsonMembers.Read(patch));
        var (result, changed) = (JsonBuilder.Object(), !isObject);
        for (var index = 0; index < members.Count; index++)
        {
            var (before, change) = (members.Value(index), changes.ValueOf(members.Name(index)));
            var after = change.IsEmpty ? before : JsonText.IsNull(change) ? default : Merge(before, change);
            changed |= !after.Equals(before);
            if (!after.IsEmpty)
                result.Add(members.WrittenName(index), after);
        }

        for (var index = 0; index < changes.Count; index++)
        {
            if (JsonText.IsNull(changes.Value(index)) || members.IndexOf(changes.Name(index)) >= 0)
                continue;
            changed = true;
            result.Add(changes.WrittenName(index), Merge(default, changes.Value(index)));
        }

        return changed ? result.Close() : utf8;
    }

    // An empty value removes. An empty `current` is a missing parent: it is made.
    private static ReadOnlyMemory<byte> Put(ReadOnlyMemory<byte> current, in Edit edit, int depth)
    {
        if (depth == edit.Path.Length)
            return JsonEquality.Equal(current, edit.Value) ? current : edit.Value;

        return edit.Path[depth].Name is { } name ? PutMember(current, name, edit, depth) : PutElement(current, edit, depth);
    }

    private static ReadOnlyMemory<byte> PutMember(ReadOnlyMemory<byte> current, string name, in Edit edit, int depth)
    {
        var members = JsonMembers.Read(edit.Parent(current, JsonValueKind.Object, depth));
        var present = members.IndexOf(name);
        var before = present < 0 ? default : members.Value(present);
        var after = Put(before, edit, depth + 1);
        if (present >= 0 && after.Equals(before))
            return current;

        var result = JsonBuilder.Object();
        for (var index = 0; index < members.Count; index++)
        {
            if (index != present)
                result.Add(members.WrittenName(index), members.Value(index));
            else if (!after.IsEmpty)
                result.Add(members.WrittenName(index), after);
        }

        if (present < 0)
            result.Add(name, after);
        return result.Close();
    }

    private static ReadOnlyMemory<byte> PutElement(ReadOnlyMemory<byte> current, in Edit edit, int depth)
    {
        var elements = JsonText.Elements(edit.Parent(current, JsonValueKind.Array, depth));
        var place = edit.Path[depth].Index;
        if (place > elements.Count)
            throw edit.Refusal(depth + 1, $"an index up to {elements.Count}", $"the index {place}");

        var before = place < elements.Count ? elements[place] : default;
        var after = Put(before, edit, depth + 1);
        if (!before.IsEmpty && after.Equals(before))
            return current;

        if (place == elements.Count)
            elements.Add(after);
        elements[place] = after;
        var result = JsonBuilder.Array();
        foreach (var element in elements.Where(element => !element.IsEmpty))
            result.Element(element);
        return result.Close();
    }

    private readonly record struct Edit(ReadOnlyMemory<byte> Whole, JsonPath Path, ReadOnlyMemory<byte> Value)
    {
        // A JSON null counts as missing here: who sets a part of it wants the whole.
        public ReadOnlyMemory<byte> Parent(ReadOnlyMemory<byte> current, JsonValueKind kind, int depth)
        {
            var found = JsonText.KindOf(current.Span);
            if (found is JsonValueKind.Undefined or JsonValueKind.Null)
                return kind == JsonValueKind.Object ? JsonMembers.NoMembers : "[]"u8.ToArray();

            return found == kind
                ? current
                : throw Refusal(depth, kind == JsonValueKind.Object ? "an object" : "an array", JsonText.Describe(current));
        }

        public JobStateException Refusal(int depth, string expected, string found)
        {
            var path = Path.Take(depth);
            var there = path.Follow(Whole, out _);
            return new(JsonReading.PlaceOf(there, Whole, path), expected, found, advice: $"{Path} cannot be set.");
        }
    }
}
