using System.Numerics;

namespace StatefulScheduler.Tokens.Tests.Passwords;

public class PiTests
{
    private const int Words = 1042;
    private const int Bits = Words * 32;
    private const int Guard = 64;

    [Fact]
    public void The_table_holds_the_digits_of_pi()
    {
        // Machin: pi = 16 atan(1/5) - 4 atan(1/239), here times 2^(Bits + Guard).
        var pi = (16 * InverseTangentOfOneOver(5)) - (4 * InverseTangentOfOneOver(239));
        var fraction = (pi >> Guard) & ((BigInteger.One << Bits) - 1);

        Assert.Equal(3, (int)(pi >> (Bits + Guard)));
        Assert.Equal(
            Enumerable.Range(1, Words).Select(word => (uint)((fraction >> (Bits - (32 * word))) & uint.MaxValue)),
            BlowfishDigits.OfPi.ToArray());
    }

    private static BigInteger InverseTangentOfOneOver(int x)
    {
        var power = (BigInteger.One << (Bits + Guard)) / x;
        var sum = power;
        for (var n = 3; !power.IsZero; n += 2)
        {
            power /= x * x;
            sum += n % 4 == 3 ? -(power / n) : power / n;
        }

        return sum;
    }
}
