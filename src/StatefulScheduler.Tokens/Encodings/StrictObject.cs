using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace StatefulScheduler.Tokens;

// Reads one JSON object member by member, and takes nothing that two readers could read differently: it must be UTF-8, one object with nothing after it, without half
// surrogates, not deep, with few members, and each name once, in it and in the objects inside it. Malformed text ends in a JsonException, which the caller catches.
internal ref struct StrictObject
{
    public const int MaxMembers = 128;

    private readonly ReadOnlySpan<byte> utf8;
    private readonly int maxDepth;
    private readonly int maxMembers;
    private readonly Span<ulong> seen;
    private Utf8JsonReader reader;
    private int count;
    private bool atValue;
    private bool maybeTwice;

    // `seen` has room for `maxMembers`; the caller's stack is a good place.
    public StrictObject(ReadOnlySpan<byte> utf8, int maxDepth, int maxMembers, Span<ulong> seen)
    {
        this.utf8 = utf8;
        this.maxDepth = maxDepth;
        this.maxMembers = maxMembers;
        this.seen = seen;
        if (!Utf8.IsValid(utf8))
            throw new JsonException();
        reader = new(utf8, new JsonReaderOptions { MaxDepth = maxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
    }

    public TokenError Error { get; private set; }

    // Stands on the value of the member, or on what is inside it as far as the caller has read.
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ref Utf8JsonReader Value => ref reader;

    // Without its escapes.
    public ReadOnlySpan<byte> Name { get; private set; }

    // False at the end, and when something is wrong: then Error says what.
    public bool Read()
    {
        if (atValue)
            SkipValue();
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0)
            return End();
        return count == maxMembers ? Fail(TokenError.TooLarge) : ReadMember();
    }

    private bool ReadMember()
    {
        CheckValue();
        Name = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
        var hash = HashOf(Name);
        maybeTwice |= seen[..count].Contains(hash);
        seen[count++] = hash;
        reader.Read();
        atValue = true;
        CheckValue();
        return true;
    }

    private bool End()
    {
        if (reader.Read()) // Throws at anything but white space.
            throw new JsonException();
        return maybeTwice && HasDuplicates() ? Fail(TokenError.DuplicateMember) : false;
    }

    // From wherever the caller has read to, in or after the value.
    private void SkipValue()
    {
        atValue = false;
        while (reader.CurrentDepth > 1 || reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
        {
            reader.Read();
            CheckValue();
        }
    }

    private void CheckValue()
    {
        maybeTwice |= reader.TokenType == JsonTokenType.StartObject;
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            CheckSurrogates();
    }

    private void CheckSurrogates()
    {
        if (!EscapedText.HasWholeSurrogates(reader.ValueSpan))
            throw new JsonException();
    }

    // The framework knows for sure, and takes longer: it is asked where objects are in objects, and where two hashes are the same.
    private readonly bool HasDuplicates()
    {
        try
        {
            using var document = JsonDocument.Parse(utf8.ToArray(), new() { AllowDuplicateProperties = false, MaxDepth = maxDepth });
            return false;
        }
        catch (JsonException)
        {
            return true; // The text has been read once: duplicates are all that is left to object to.
        }
    }

    private bool Fail(TokenError error)
    {
        Error = error;
        return false;
    }

    // Names of up to 7 bytes have a hash of their own; two longer ones may share one.
    private static ulong HashOf(ReadOnlySpan<byte> name)
    {
        if (name.Length > 7)
        {
            var code = default(HashCode);
            code.AddBytes(name);
            return ((ulong)(uint)code.ToHashCode() << 8) | 0xFF;
        }

        var hash = 0UL;
        foreach (var value in name)
            hash = (hash << 8) | value;
        return (hash << 8) | (uint)name.Length;
    }
}
