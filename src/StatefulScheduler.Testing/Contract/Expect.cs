using StatefulScheduler.Stores;

namespace StatefulScheduler.Testing;

// How a check says what it expected and what it found.
internal static class Expect
{
    public static void Equal<T>(T expected, T found, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, found))
            throw Broken(what, Show(expected), Show(found));
    }

    public static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> found, string what) =>
        Equal(List(expected), List(found), what);

    public static void That(bool holds, string what, string expected, object? found)
    {
        if (!holds)
            throw Broken(what, expected, Show(found));
    }

    public static T Found<T>(T? found, string what)
        where T : class => found ?? throw Broken(what, "one", "none");

    public static void Status(CommitStatus expected, in CommitResult found, string what) => Equal(expected, found.Status, what);

    public static JobStoreContractException Broken(string what, string expected, string found) =>
        new($"{what}: expected {expected}, found {found}.");

    private static string List<T>(IEnumerable<T> items) => string.Join(", ", items) is { Length: > 0 } list ? list : "nothing";

    private static string Show<T>(T value) => value switch
    {
        null => "none",
        string text when text.Contains('\n', StringComparison.Ordinal) => $"\n{text}\n",
        DateTimeOffset instant => instant.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };
}
