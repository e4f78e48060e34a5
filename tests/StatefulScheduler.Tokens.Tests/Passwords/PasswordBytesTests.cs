using System.Buffers;
using System.Text;

namespace StatefulScheduler.Tokens.Tests.Passwords;

public class PasswordBytesTests
{
    [Theory]
    [InlineData("secret")]
    [InlineData("pässwörd 中文 🔑")]
    public void The_bytes_are_cleared_when_they_are_done_with(string password)
    {
        // Large enough for the pool to hand out the same array again on this thread.
        const int size = 1 << 16;
        PasswordBytes.TryRead(password, size, out var bytes);
        var read = Encoding.UTF8.GetString(bytes.Span);
        bytes.Dispose();

        var again = ArrayPool<byte>.Shared.Rent(size);
        Assert.Equal(password, read);
        Assert.All(again.Take(Encoding.UTF8.GetByteCount(password)), value => Assert.Equal(0, value));
        ArrayPool<byte>.Shared.Return(again);
    }

    [Fact]
    public void The_pool_does_hand_out_the_same_array_again()
    {
        var one = ArrayPool<byte>.Shared.Rent(1 << 16);
        one[0] = 77;
        ArrayPool<byte>.Shared.Return(one);
        var other = ArrayPool<byte>.Shared.Rent(1 << 16);

        Assert.Same(one, other);
        other[0] = 0;
        ArrayPool<byte>.Shared.Return(other);
    }

    [Theory]
    [InlineData("abcd", PasswordRefusal.None)]
    [InlineData("abcde", PasswordRefusal.TooLong)]
    [InlineData("中中", PasswordRefusal.TooLong)]
    public void A_password_that_is_too_long_has_no_bytes(string password, PasswordRefusal expected)
    {
        var refusal = PasswordBytes.TryRead(password, 4, out var bytes);

        Assert.Equal(expected, refusal);
        Assert.Equal(expected == PasswordRefusal.None, bytes.Span.Length > 0);
        bytes.Dispose();
    }

    [Fact]
    public void A_password_that_is_no_text_has_no_bytes()
    {
        Assert.Equal(PasswordRefusal.NotUnicode, PasswordBytes.TryRead("a\ud800b", 9, out var bytes));
        Assert.Equal(0, bytes.Span.Length);
        bytes.Dispose();
    }
}
