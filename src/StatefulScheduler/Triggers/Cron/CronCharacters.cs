using System.Runtime.CompilerServices;

namespace StatefulScheduler;

// The characters of a cron expression. A string ends with a NUL, so the character at its end can be read like any other.
internal readonly ref struct CronCharacters
{
    private readonly string _text;
    private readonly ref readonly char _start;

    public CronCharacters(string text)
    {
        _text = text;
        _start = ref text.GetPinnableReference();
    }

    public string All => _text;

    public int Length => _text.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public char At(int at) => Unsafe.Add(ref Unsafe.AsRef(in _start), at);

    public string Text(int from, int to) => _text[from..to];

    // One or two digits, as every cron has it; -1 for anything else.
    public (int Number, int End) Number(int at)
    {
        var value = At(at) - '0';
        if ((uint)value > 9)
            return (-1, at);
        var next = At(at + 1) - '0';
        if ((uint)next > 9)
            return (value, at + 1);
        return char.IsAsciiDigit(At(at + 2)) ? (-1, at) : ((value * 10) + next, at + 2);
    }

    public bool IsEnd(int at) => IsBlank(At(at)) || at == _text.Length;

    // Almost always one.
    public int AfterBlanks(int at) => At(at) == ' ' && At(at + 1) > ' ' ? at + 1 : SkipBlanks(at);

    public int SkipBlanks(int at)
    {
        while (IsBlank(At(at)))
            at++;
        return at;
    }

    public int SkipWord(int at)
    {
        while (!IsEnd(at))
            at++;
        return at;
    }

    // What stands there, up to where an item could end.
    public string WordAt(int at)
    {
        var rest = _text.AsSpan(at);
        var end = rest.IndexOfAny(" \t,/-");
        return (end < 0 ? rest : rest[..end]).ToString();
    }

    private static bool IsBlank(char character) => character is ' ' or '\t';
}
