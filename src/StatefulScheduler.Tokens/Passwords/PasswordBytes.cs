using System.Buffers;
using System.Security.Cryptography;
using System.Text.Unicode;

namespace StatefulScheduler.Tokens;

// A password's UTF-8, cleared when done with. The string it came from is the caller's, and nobody can clear that.
internal ref struct PasswordBytes
{
    private byte[]? rented;

    private PasswordBytes(byte[] rented, int length)
    {
        this.rented = rented;
        Span = rented.AsSpan(0, length);
    }

    public ReadOnlySpan<byte> Span { get; private set; }

    // Refuses before it encodes: a text has at least as many bytes as characters.
    public static PasswordRefusal TryRead(string password, int maxBytes, out PasswordBytes bytes)
    {
        bytes = default;
        if (password.Length > maxBytes)
            return PasswordRefusal.TooLong;

        var buffer = ArrayPool<byte>.Shared.Rent(maxBytes);
        var status = Utf8.FromUtf16(password, buffer.AsSpan(0, maxBytes), out _, out var written, replaceInvalidSequences: false);
        if (status == OperationStatus.Done)
        {
            bytes = new(buffer, written);
            return PasswordRefusal.None;
        }

        Return(buffer, written);
        return status == OperationStatus.DestinationTooSmall ? PasswordRefusal.TooLong : PasswordRefusal.NotUnicode;
    }

    public void Dispose()
    {
        if (rented is null)
            return;
        Return(rented, Span.Length);
        rented = null;
        Span = default;
    }

    private static void Return(byte[] buffer, int used)
    {
        CryptographicOperations.ZeroMemory(buffer.AsSpan(0, used));
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
