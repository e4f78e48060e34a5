using System.Numerics;
using System.Security.Cryptography;

namespace StatefulScheduler.Tokens;

// Which RSA keys are used. The framework takes even moduli, exponents as long as the modulus, and keys that a broken chip made.
internal static class RsaRules
{
    public const int MinBits = 2048;
    public const int MaxBits = 8192; // A verification with 32,768 bits takes a second: whoever chooses the key would choose our time.

    private static readonly int[] SmallPrimes =
        [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167];

    public static void Check(RSAParameters parameters, string parameter)
    {
        var modulus = new BigInteger(parameters.Modulus, isUnsigned: true, isBigEndian: true);
        var exponent = new BigInteger(parameters.Exponent, isUnsigned: true, isBigEndian: true);
        var bits = (int)Math.Min(modulus.GetBitLength(), int.MaxValue);
        if (bits is < MinBits or > MaxBits)
            throw new ArgumentException($"The RSA key has {bits} bits, but must have {MinBits} to {MaxBits}.", parameter);
        if (modulus.IsEven)
            throw new ArgumentException("The modulus of the RSA key is even, so that it is none.", parameter);
        if (exponent < 3 || exponent.IsEven || exponent.GetBitLength() > 33)
            throw new ArgumentException("The public exponent of the RSA key must be odd and 3 to 2^33; usual is 65537.", parameter);
        if (IsOfRoca(modulus))
            throw new ArgumentException("The RSA key was made by a chip whose keys can be computed from their public half (ROCA, CVE-2017-15361). Make another one elsewhere.", parameter);
    }

    // Nemec and others 2017: primes of those chips are k × M + 65537^a mod M, so that modulo each small prime the modulus is a power of 65537.
    // Another key passes for one with a chance of about 2^-28.
    private static bool IsOfRoca(BigInteger modulus) => SmallPrimes.All(prime => IsPowerOf65537((int)(modulus % prime), prime));

    private static bool IsPowerOf65537(int value, int prime)
    {
        var power = 1;
        do
        {
            if (power == value)
                return true;
            power = (int)((long)power * 65537 % prime);
        }
        while (power != 1);
        return false;
    }
}
