namespace StatefulScheduler.Tokens;

// The three parts of a compact JWS. Nothing is copied, whatever the text is.
internal readonly ref struct Segments
{
    private Segments(ReadOnlySpan<char> header, ReadOnlySpan<char> payload, ReadOnlySpan<char> signature)
    {
        Header = header;
        Payload = payload;
        Signature = signature;
    }

    public ReadOnlySpan<char> Header { get; }

    public ReadOnlySpan<char> Payload { get; }

    public ReadOnlySpan<char> Signature { get; }

    // Two dots, and something on each side of each.
    public static bool TryCut(ReadOnlySpan<char> token, out Segments segments)
    {
        segments = default;
        var first = token.IndexOf('.');
        if (first <= 0)
            return false;
        var rest = token[(first + 1)..];
        var second = rest.IndexOf('.');
        if (second <= 0 || second == rest.Length - 1 || rest[(second + 1)..].Contains('.'))
            return false;
        segments = new(token[..first], rest[..second], rest[(second + 1)..]);
        return true;
    }
}
