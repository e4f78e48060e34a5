namespace StatefulScheduler.Tokens;

// The strict gate. A token that passes it is small, is written in the one way to write it, names a key that we have with the algorithm that this key has, asks for no
// extension, and has claims of the right types. Only then is the library asked whether the signature is right; what the library is lenient about never reaches it.
internal sealed class TokenGate(TokenRules rules, bool namesMatter)
{
    private volatile KnownHeader? lastGood;

    public TokenError Open(string token, KeyRing ring, DateTimeOffset now, out TokenKey? key, out TokenPayload payload)
    {
        (key, payload) = (null, default);
        if (token.Length > rules.MaxTokenLength)
            return TokenError.TooLarge;
        if (!Segments.TryCut(token, out var segments))
            return TokenError.Malformed;

        var error = ReadHeader(segments.Header, out var header);
        if (error == TokenError.None)
            error = Choose(header!, ring, now, out key);
        if (error != TokenError.None)
            return error;
        if (StrictBase64Url.MaxSizeOf(segments.Signature) != key!.SignatureSize)
            return TokenError.SignatureInvalid;
        return StrictBase64Url.TryDecode(segments.Payload, out var utf8) && StrictBase64Url.IsCanonical(segments.Signature)
            ? TokenPayload.Read(utf8, rules, out payload)
            : TokenError.Malformed;
    }

    // Tokens of one issuer have the same header, character by character. Only that of a token whose signature was right is kept, so that nobody else can push it out.
    public void Remember(string token)
    {
        if (lastGood is { } known && token.StartsWith(known.Segment, StringComparison.Ordinal) && token[known.Segment.Length] == '.')
            return;
        Segments.TryCut(token, out var segments);
        if (TokenHeader.Read(segments.Header, rules.MaxClaims, out var header) == TokenError.None)
            lastGood = new(segments.Header.ToString(), header!);
    }

    private TokenError ReadHeader(ReadOnlySpan<char> segment, out TokenHeader? header)
    {
        if (lastGood is not { } known || !segment.SequenceEqual(known.Segment))
            return TokenHeader.Read(segment, rules.MaxClaims, out header);
        header = known.Header;
        return TokenError.None;
    }

    private TokenError Choose(TokenHeader header, KeyRing ring, DateTimeOffset now, out TokenKey? key)
    {
        key = null;
        if (!rules.Allows(header.Algorithm) || !ring.Has(header.Algorithm))
            return TokenError.AlgorithmNotAllowed;
        if (!ring.TryFind(namesMatter ? header.KeyId : null, header.Algorithm, now, out key))
            return TokenError.KeyNotFound;
        return rules.RequiredType is { } type && !header.IsOf(type) ? TokenError.WrongType : TokenError.None;
    }

    private sealed record KnownHeader(string Segment, TokenHeader Header);
}
