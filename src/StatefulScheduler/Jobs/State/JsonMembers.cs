using System.Text.Json;

namespace StatefulScheduler;

// Where the members of a JSON object lie in its text: names as they read, names and values as they are written.
internal sealed class JsonMembers
{
    public static readonly byte[] NoMembers = "{}"u8.ToArray();

    // Up to here a look at each name is cheaper than a table.
    private const int FewMembers = 8;

    private readonly List<Member> _members = [];
    private Dictionary<string, int>? _table;

    private JsonMembers()
    {
    }

    public int Count => _members.Count;

    public static JsonMembers Read(ReadOnlyMemory<byte> utf8)
    {
        var members = new JsonMembers();
        var reader = JsonText.Reader(utf8);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var written = utf8.Slice((int)reader.TokenStartIndex, reader.ValueSpan.Length + 2);
            reader.Read();
            members._members.Add(new(name, written, JsonText.ValueAt(ref reader, utf8)));
        }

        return members;
    }

    public string Name(int index) => _members[index].Name;

    public ReadOnlyMemory<byte> WrittenName(int index) => _members[index].WrittenName;

    public ReadOnlyMemory<byte> Value(int index) => _members[index].Value;

    // Empty when there is no such member: absence is a value where states are compared.
    public ReadOnlyMemory<byte> ValueOf(string name) => IndexOf(name) is >= 0 and var index ? Value(index) : default;

    public int IndexOf(string name) => _members.Count <= FewMembers ? Search(name) : Table().GetValueOrDefault(name, -1);

    // For refusals: what there is instead.
    public string Names() => Count switch
    {
        0 => "It has no members.",
        <= 20 => $"It has {string.Join(", ", _members.Select(member => $"'{member.Name}'"))}.",
        _ => $"It has {string.Join(", ", _members.Take(20).Select(member => $"'{member.Name}'"))} and {Count - 20} more.",
    };

    private int Search(string name)
    {
        for (var index = 0; index < _members.Count; index++)
        {
            if (_members[index].Name == name)
                return index;
        }

        return -1;
    }

    private Dictionary<string, int> Table()
    {
        if (_table is { } made)
            return made;

        var table = new Dictionary<string, int>(_members.Count, StringComparer.Ordinal);
        for (var index = 0; index < _members.Count; index++)
            table.TryAdd(_members[index].Name, index);

        return _table = table;
    }

    private readonly record struct Member(string Name, ReadOnlyMemory<byte> WrittenName, ReadOnlyMemory<byte> Value);
}
