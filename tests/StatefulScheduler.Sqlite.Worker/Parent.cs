using System.Globalization;

namespace StatefulScheduler.Sqlite.Worker;

// The process that started this one, at the other end of the standard streams.
internal static class Parent
{
    private static readonly TextWriter Lines = TextWriter.Synchronized(Console.Out); // Flushed at every write.

    public static TaskCompletionSource WantsStop { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static void Tell(string what, params object?[] details) =>
        Lines.WriteLine(string.Join('\t', details.Select(detail => Convert.ToString(detail, CultureInfo.InvariantCulture)).Prepend(what)));

    // A thread of its own: a read of standard input cannot be cancelled.
    public static void Listen() => new Thread(() =>
    {
        while (Console.In.ReadLine() is { } line)
        {
            if (line == "stop")
                WantsStop.TrySetResult();
        }

        Environment.Exit(4); // The parent is gone.
    })
    { IsBackground = true }.Start();
}
