using System.Text.Json;

namespace StatefulScheduler;

// The member names of all objects that are open in a text being read, to find one that is there twice.
// Small objects, nearly all there are, are compared by their bytes in place; from FewNames on a set does it.
internal ref struct JsonNames(ReadOnlySpan<byte> text)
{
    private const int FewNames = 16;

    // A walk is over before the thread begins another, so that all walks of a thread can use the same room.
    [ThreadStatic]
    private static Stack<(int First, HashSet<string>? Many)>? openRoom;

    [ThreadStatic]
    private static (int Start, int Length)[]? nameRoom;

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly Stack<(int First, HashSet<string>? Many)> _open = Empty(openRoom ??= new());
    private (int Start, int Length)[] _names = nameRoom ??= new (int, int)[4 * FewNames];
    private int _count;

    public readonly void Open() => _open.Push((_count, null));

    public void Close() => _count = _open.Pop().First;

    // False when the innermost object has the name already.
    public bool Add(int start, int length)
    {
        var (first, many) = _open.Peek();
        if (_count - first == FewNames && many is null)
            _open.Push((_open.Pop().First, many = SetOf(first)));

        if (many is not null)
            return many.Add(NameAt((start, length)));
        if (Has(first, (start, length)))
            return false;

        if (_count == _names.Length)
            Array.Resize(ref _names, 2 * _count);
        _names[_count++] = (start, length);
        return true;
    }

    // A walk that ended in a refusal has left its objects open.
    private static Stack<(int First, HashSet<string>? Many)> Empty(Stack<(int First, HashSet<string>? Many)> open)
    {
        open.Clear();
        return open;
    }

    private readonly bool Has(int first, (int Start, int Length) name)
    {
        foreach (var other in _names.AsSpan(first.._count))
        {
            if (Same(other, name))
                return true;
        }

        return false;
    }

    private readonly bool Same((int Start, int Length) one, (int Start, int Length) two)
    {
        var left = _text.Slice(one.Start, one.Length);
        var right = _text.Slice(two.Start, two.Length);
        return left.Contains((byte)'\\') || right.Contains((byte)'\\')
            ? NameAt(one) == NameAt(two)
            : left.SequenceEqual(right);
    }

    private readonly HashSet<string> SetOf(int first)
    {
        var set = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in _names.AsSpan(first.._count))
            set.Add(NameAt(name));

        return set;
    }

    private readonly string NameAt((int Start, int Length) name)
    {
        var reader = new Utf8JsonReader(_text.Slice(name.Start, name.Length));
        reader.Read();
        return reader.GetString()!;
    }
}
