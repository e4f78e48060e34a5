namespace Retries.Stage;

internal static class Check
{
    public static int Held { get; private set; }

    // Ends the program with an exit code other than 0.
    public static void That(bool holds, string otherwise)
    {
        if (holds)
        {
            Held++;
            return;
        }

        Console.Error.WriteLine($"FAILED: {otherwise}");
        Environment.Exit(1);
    }

    public static void Same<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what) =>
        That(expected.SequenceEqual(actual), $"{what} should be {string.Join(", ", expected)}, but came out as {string.Join(", ", actual)}.");
}
