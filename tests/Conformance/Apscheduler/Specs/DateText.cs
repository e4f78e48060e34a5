using System.Globalization;
using System.Text.RegularExpressions;

namespace StatefulScheduler.Conformance.Apscheduler.Specs;

// A date as APScheduler reads it: `Y-M-D`, `Y-M-D H:M:S.ffffff`, with T or a blank, perhaps with an offset.
internal sealed partial record DateText(DateTime WallTime, TimeSpan? Offset)
{
    public static DateText Parse(string text)
    {
        var match = Form.Match(text);
        if (!match.Success)
            throw new FormatException($"'{text}' is no date in one of APScheduler's forms.");
        var day = new DateTime(Part(match, "y"), Part(match, "mo"), Part(match, "d"), Part(match, "h"), Part(match, "mi"), Part(match, "s"));
        var fraction = match.Groups["f"].Value.PadRight(7, '0');
        return new DateText(day.AddTicks(long.Parse(fraction, CultureInfo.InvariantCulture)), OffsetOf(match.Groups["o"].Value));
    }

    // Without an offset it is what the clocks of the zone show: the first of two, shifted out of a gap.
    public DateTimeOffset In(string? timeZone) =>
        Offset is { } offset ? new DateTimeOffset(WallTime, offset) : WallTimes.Of(WallTime, timeZone ?? "UTC").Instant;

    private static int Part(Match match, string name) =>
        match.Groups[name] is { Success: true } group ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    private static TimeSpan? OffsetOf(string text) => text switch
    {
        "" => null,
        "Z" => TimeSpan.Zero,
        _ => TimeSpan.Parse(text.TrimStart('+'), CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"^(?<y>\d{4})-(?<mo>\d{1,2})-(?<d>\d{1,2})([ T](?<h>\d{1,2}):(?<mi>\d{1,2}):(?<s>\d{1,2})(\.(?<f>\d{1,6}))?)?(?<o>Z|[+-]\d{2}:\d{2})?$")]
    private static partial Regex Form { get; }
}
