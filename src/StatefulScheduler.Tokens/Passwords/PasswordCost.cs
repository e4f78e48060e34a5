namespace StatefulScheduler.Tokens;

/// <summary>Finds out how much hashing this machine can afford. Takes a part of a second itself: call it once, at start, and log what it says.</summary>
public static class PasswordCost
{
    private const int SampleCost = 8;
    private const int SampleIterations = 20_000;
    private const int Samples = 3;

    /// <summary>Finds the highest bcrypt cost that takes no longer than a time.</summary>
    /// <param name="target">How long one hash may take; more than zero. 250 milliseconds are usual.</param>
    /// <param name="min">The least cost to answer, whatever it takes: 10 to 31.</param>
    /// <param name="max">The highest cost to answer: <paramref name="min"/> to 31.</param>
    /// <param name="time">What measures; left out: the system's.</param>
    /// <returns>The cost, for <see cref="BcryptOptions.Cost"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static int CalibrateBcrypt(TimeSpan target, int min = 10, int max = 15, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(target, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(min, 10);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, min);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, BcryptHash.MaxCost);
        var digest = new byte[Eksblowfish.DigestSize];
        var fastest = Fastest(time ?? TimeProvider.System, () => Eksblowfish.Digest("calibrate"u8, new byte[Eksblowfish.SaltSize], SampleCost, digest));
        return (int)Math.Clamp(SampleCost + Math.Floor(Math.Log2(target / fastest)), min, max);
    }

    /// <summary>Finds how many iterations of PBKDF2 with SHA-512 take a time.</summary>
    /// <param name="target">How long one hash may take; more than zero.</param>
    /// <param name="min">The least number to answer, whatever it takes: 100,000 or more.</param>
    /// <param name="time">What measures; left out: the system's.</param>
    /// <returns>The iterations, in thousands, for <see cref="Pbkdf2Options.Iterations"/>: at most 5,000,000.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static int CalibratePbkdf2Sha512(TimeSpan target, int min = 220_000, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(target, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(min, 100_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(min, 5_000_000);
        var digest = new byte[Pbkdf2Variant.Sha512.DigestSize];
        var fastest = Fastest(time ?? TimeProvider.System, () => Pbkdf2Check.Matches("calibrate"u8, new byte[16], SampleIterations, Pbkdf2Variant.Sha512.Algorithm, digest));
        var thousands = Math.Floor(SampleIterations * (target / fastest) / 1000);
        return (int)Math.Clamp(thousands * 1000, min, 5_000_000);
    }

    // The least of several: what disturbs a measurement makes it longer.
    private static TimeSpan Fastest(TimeProvider time, Action hash)
    {
        hash();
        var fastest = TimeSpan.MaxValue;
        for (var sample = 0; sample < Samples; sample++)
        {
            var began = time.GetTimestamp();
            hash();
            fastest = TimeSpan.FromTicks(Math.Min(fastest.Ticks, Math.Max(1, time.GetElapsedTime(began).Ticks)));
        }

        return fastest;
    }
}
