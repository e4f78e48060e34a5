namespace Tokens.Stage;

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
}
