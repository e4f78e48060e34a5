using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace StatefulScheduler.Tokens;

// The expensive key schedule of Provos and Mazières, "A Future-Adaptable Password Scheme" (1999), and the 23 bytes that bcrypt makes with it.
// Pointers, because the boxes are read at addresses that come from the data: a bounds check at each costs a third of the time, and time is what the cost buys.
internal static unsafe class Eksblowfish
{
    public const int SaltSize = 16;
    public const int DigestSize = 23;
    public const int MaxKeySize = 72;

    private const int SubkeyCount = 18;
    private const int SaltWords = SaltSize / sizeof(uint);
    private const int StateWords = SubkeyCount + (4 * 256);
    private const int Encryptions = 64;

    private static ReadOnlySpan<byte> Text => "OrpheanBeholderScryDoubt"u8;

    // The password's bytes beyond the 72nd change nothing, as everywhere.
    public static void Digest(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int cost, Span<byte> digest)
    {
        var state = stackalloc uint[StateWords];
        var key = stackalloc uint[SubkeyCount];
        var saltKey = stackalloc uint[SubkeyCount];
        try
        {
            BlowfishDigits.OfPi.CopyTo(new Span<uint>(state, StateWords));
            Repeat(password[..Math.Min(password.Length, MaxKeySize)], endsWithNul: true, new Span<uint>(key, SubkeyCount));
            Repeat(salt, endsWithNul: false, new Span<uint>(saltKey, SubkeyCount));

            Expand(state, key, saltKey);
            for (var round = 1UL << cost; round > 0; round--)
            {
                Expand(state, key);
                Expand(state, saltKey);
            }

            Encrypt(state, digest);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(new Span<byte>(state, StateWords * sizeof(uint)));
            CryptographicOperations.ZeroMemory(new Span<byte>(key, SubkeyCount * sizeof(uint)));
        }
    }

    // The bytes over and over, big-endian. A key has a NUL at its end, so that "ab" and "abab" differ.
    private static void Repeat(ReadOnlySpan<byte> bytes, bool endsWithNul, Span<uint> words)
    {
        var length = bytes.Length + (endsWithNul ? 1 : 0);
        var at = 0;
        for (var word = 0; word < words.Length; word++)
        {
            var value = 0u;
            for (var i = 0; i < sizeof(uint); i++)
            {
                value = (value << 8) | (at < bytes.Length ? bytes[at] : 0u);
                at = at + 1 == length ? 0 : at + 1;
            }

            words[word] = value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Expand(uint* state, uint* key)
    {
        for (var i = 0; i < SubkeyCount; i++)
            state[i] ^= key[i];

        uint left = 0, right = 0;
        for (var i = 0; i < StateWords; i += 2)
        {
            Encipher(state, ref left, ref right);
            state[i] = left;
            state[i + 1] = right;
        }
    }

    // The first one mixes the salt in; it happens once, so it need not be fast.
    private static void Expand(uint* state, uint* key, uint* salt)
    {
        for (var i = 0; i < SubkeyCount; i++)
            state[i] ^= key[i];

        uint left = 0, right = 0;
        for (var i = 0; i < StateWords; i += 2)
        {
            left ^= salt[i % SaltWords];
            right ^= salt[(i + 1) % SaltWords];
            Encipher(state, ref left, ref right);
            state[i] = left;
            state[i + 1] = right;
        }
    }

    private static void Encrypt(uint* state, Span<byte> digest)
    {
        Span<byte> block = stackalloc byte[Text.Length];
        for (var at = 0; at < Text.Length; at += 8)
        {
            var left = BinaryPrimitives.ReadUInt32BigEndian(Text[at..]);
            var right = BinaryPrimitives.ReadUInt32BigEndian(Text[(at + 4)..]);
            for (var i = 0; i < Encryptions; i++)
                Encipher(state, ref left, ref right);
            BinaryPrimitives.WriteUInt32BigEndian(block[at..], left);
            BinaryPrimitives.WriteUInt32BigEndian(block[(at + 4)..], right);
        }

        block[..DigestSize].CopyTo(digest); // The 24th byte has never been part of a bcrypt hash.
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Encipher(uint* state, ref uint left, ref uint right)
    {
        var boxes = state + SubkeyCount;
        var (l, r) = (left ^ state[0], right);
        r ^= Mix(boxes, l) ^ state[1];
        l ^= Mix(boxes, r) ^ state[2];
        r ^= Mix(boxes, l) ^ state[3];
        l ^= Mix(boxes, r) ^ state[4];
        r ^= Mix(boxes, l) ^ state[5];
        l ^= Mix(boxes, r) ^ state[6];
        r ^= Mix(boxes, l) ^ state[7];
        l ^= Mix(boxes, r) ^ state[8];
        r ^= Mix(boxes, l) ^ state[9];
        l ^= Mix(boxes, r) ^ state[10];
        r ^= Mix(boxes, l) ^ state[11];
        l ^= Mix(boxes, r) ^ state[12];
        r ^= Mix(boxes, l) ^ state[13];
        l ^= Mix(boxes, r) ^ state[14];
        r ^= Mix(boxes, l) ^ state[15];
        l ^= Mix(boxes, r) ^ state[16];
        (left, right) = (r ^ state[17], l);
    }

    // Indices as wide as addresses: a narrower one is widened anew at each of the reads.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mix(uint* boxes, uint word) =>
        ((boxes[(nuint)(word >> 24)] + boxes[256 + (nuint)(byte)(word >> 16)]) ^ boxes[512 + (nuint)(byte)(word >> 8)]) + boxes[768 + (nuint)(byte)word];
}
