using System.Text.Json;

namespace StatefulScheduler;

// Equal: members in any order at every depth, numbers by their text, texts by what they say. No value (empty) equals only no value.
internal static class JsonEquality
{
    public static bool Equal(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right)
    {
        if (left.Span.SequenceEqual(right.Span))
            return true;

        var kind = JsonText.KindOf(left.Span);
        return kind == JsonText.KindOf(right.Span) && kind switch
        {
            JsonValueKind.Object => EqualObjects(JsonMembers.Read(left), JsonMembers.Read(right)),
            JsonValueKind.Array => EqualArrays(JsonText.Elements(left), JsonText.Elements(right)),
            JsonValueKind.String => JsonText.StringOf(left) == JsonText.StringOf(right),
            _ => JsonText.Trim(left).Span.SequenceEqual(JsonText.Trim(right).Span),
        };
    }

    public static int Hash(ReadOnlyMemory<byte> utf8) => JsonText.KindOf(utf8.Span) switch
    {
        JsonValueKind.Object => HashOfObject(JsonMembers.Read(utf8)),
        JsonValueKind.Array => HashOfArray(JsonText.Elements(utf8)),
        JsonValueKind.String => JsonText.StringOf(utf8).GetHashCode(StringComparison.Ordinal),
        _ => HashOfBytes(JsonText.Trim(utf8).Span),
    };

    private static bool EqualObjects(JsonMembers left, JsonMembers right)
    {
        if (left.Count != right.Count)
            return false;

        for (var index = 0; index < left.Count; index++)
        {
            if (!Equal(left.Value(index), right.ValueOf(left.Name(index))))
                return false;
        }

        return true;
    }

    private static bool EqualArrays(List<ReadOnlyMemory<byte>> left, List<ReadOnlyMemory<byte>> right) =>
        left.Count == right.Count && left.Zip(right).All(pair => Equal(pair.First, pair.Second));

    // A sum: the order of members does not count.
    private static int HashOfObject(JsonMembers members)
    {
        var sum = members.Count;
        for (var index = 0; index < members.Count; index++)
            sum = unchecked(sum + HashCode.Combine(members.Name(index), Hash(members.Value(index))));

        return sum;
    }

    private static int HashOfArray(List<ReadOnlyMemory<byte>> elements)
    {
        var hash = new HashCode();
        foreach (var element in elements)
            hash.Add(Hash(element));

        return hash.ToHashCode();
    }

    private static int HashOfBytes(ReadOnlySpan<byte> text)
    {
        var hash = new HashCode();
        hash.AddBytes(text);
        return hash.ToHashCode();
    }
}
