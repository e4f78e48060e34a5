namespace Tokens.Stage;

internal static class Say
{
    public static int Sections { get; private set; }

    public static void Section(string name, Action play)
    {
        Begin(name);
        play();
        Console.WriteLine();
    }

    public static async Task SectionAsync(string name, Func<Task> play)
    {
        Begin(name);
        await play();
        Console.WriteLine();
    }

    private static void Begin(string name)
    {
        Sections++;
        Console.WriteLine($"== {name}");
    }
}
