using System.Globalization;

namespace StatefulScheduler.Benchmarks.Measuring;

// How long one window lasts, and how many rounds there are.
internal sealed record CompareOptions(double Seconds, int Rounds, IReadOnlyList<string> Names)
{
    public TimeSpan Window => TimeSpan.FromSeconds(Seconds);

    public TimeSpan WarmUp => TimeSpan.FromSeconds(Math.Clamp(Seconds / 2, 0.3, 1));

    public static CompareOptions Parse(IReadOnlyList<string> arguments)
    {
        var (seconds, rounds) = (0.8, 3); // Each comparison in about a minute and a half; figures to be published want --seconds 3.
        var names = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--seconds")
                seconds = double.Parse(Value(arguments, ref i), CultureInfo.InvariantCulture);
            else if (arguments[i] == "--rounds")
                rounds = int.Parse(Value(arguments, ref i), CultureInfo.InvariantCulture);
            else if (arguments[i].StartsWith('-'))
                throw new ArgumentException($"'{arguments[i]}' is no option; there are --seconds N and --rounds N.");
            else
                names.Add(arguments[i]);
        }

        if (!(seconds > 0) || rounds < 1)
            throw new ArgumentException("--seconds must be more than 0, and --rounds at least 1.");
        return new(seconds, rounds, names);
    }

    private static string Value(IReadOnlyList<string> arguments, ref int i) =>
        ++i < arguments.Count ? arguments[i] : throw new ArgumentException($"'{arguments[i - 1]}' needs a value.");
}
