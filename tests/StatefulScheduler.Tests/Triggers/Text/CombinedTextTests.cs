namespace StatefulScheduler.Tests.Triggers.Text;

// The text of triggers that are made of others: signs, brackets and clauses.
public class CombinedTextTests
{
    public static TheoryData<string> Texts =>
    [
        "0 9 * * * & */5 * * * *", "0 9 * * * & */5 * * * * | now", "now & (0 9 * * * | 0 10 * * *)", "(now | 0 9 * * *) & (now | 0 10 * * * | 5 5 * * *)",
        "0 9 * * * Europe/Berlin except 2026-12-25", "0 9 * * * except 2026-12-25,2026-12-26 | now", "every 00:05:00 except 2026-12-25 Europe/Berlin",
        "0 9 * * * except (0 9 1 * *)", "0 9 * * * except (0 9 1 * * | 0 9 2 * * & now)", "0 9 * * * except 2026-12-25 except (0 9 1 * *)",
        "every 00:05:00 jitter 00:00:20", "now | every 00:05:00 jitter 00:00:20", "(now | every 00:05:00) jitter 00:00:20",
        "(now & every 00:05:00) except 2026-12-25 Europe/Berlin except (0 9 * * * & now) jitter 1.00:00:00",
        "0 9 * * * from 2030-01-01T00:00:00Z until 2031-01-01T00:00:00Z except 2030-12-25 except (0 9 1 * *) jitter 00:00:20",
        "((now jitter 00:00:01 | every 00:05:00) jitter 00:00:02 | 0 9 * * *) jitter 00:00:03",
        "every day at 09:00", "every year at 09:00:30", "every 3 months at 03:00 Europe/Berlin from 2026-01-31", "every week at 09:00:00.0000001 UTC",
        "every 1 year 6 months 2 weeks 1 day at 00:00", "every month at 03:00 Europe/Berlin from 2026-01-31 missing last-day gap shift overlap last",
        "every month at 03:00 missing last-day", "every 2 days at 03:00 gap fire-after overlap both", "every 2 days at 03:00 America/Argentina/Buenos_Aires gap shift",
        "every month at 03:00 from 2026-01-31 from 2026-02-01T00:00:00Z until 2031-01-01T00:00:00Z except 2026-03-31 jitter 00:01:00",
        "H H(1-4) * * * Europe/Berlin jitter 00:01:00", "(H(0-29) 2 * * * | 0 H(3-4) * * *) except (H(0-29) 2 1 * *)",
        "0 9 * * * Asia/Riyadh & now | 0 9 * * * Asia/Riyadh", "0 9 * * * year 2030 & fields day=\"1st fri,last\" hour=9 minute=0 second=0 Europe/Berlin gap shift",
    ];

    [Theory, MemberData(nameof(Texts))]
    public void What_is_printed_reads_back(string text)
    {
        var trigger = Trigger.Parse(text);

        Assert.Equal(text, trigger.ToString());
        Assert.Equal(trigger, Trigger.Parse(trigger.ToString()));
        Assert.Equal(trigger.GetHashCode(), Trigger.Parse(trigger.ToString()).GetHashCode());
    }

    [Theory]
    [InlineData("(now)", "now")]
    [InlineData("((now|((every 00:05:00))))", "now | every 00:05:00")]
    [InlineData("now&every 00:05:00|never", "now & every 00:05:00")]
    [InlineData("now & (every 00:05:00 & 0 9 * * *)", "now & every 00:05:00 & 0 9 * * *")]
    [InlineData("(now | 0 9 * * *) until 2031-01-01T00:00:00Z", "now until 2031-01-01T00:00:00Z | 0 9 * * * until 2031-01-01T00:00:00Z")]
    [InlineData("(now | 0 9 * * *) EXCEPT 2026-12-25", "now except 2026-12-25 | 0 9 * * * except 2026-12-25")]
    [InlineData("now jitter 00:00:20 except (never | 0 9 * * *) except 2026-12-26, 2026-12-25 until 2031-01-01T00:00:00Z", "now until 2031-01-01T00:00:00Z except 2026-12-25,2026-12-26 except (0 9 * * *) jitter 00:00:20")]
    [InlineData("now except 2026-12-25 except 2026-12-26", "now except 2026-12-25,2026-12-26")]
    [InlineData("now except (0 9 * * *) except (0 10 * * *)", "now except (0 9 * * * | 0 10 * * *)")]
    [InlineData("now except (never)", "now")]
    [InlineData("every 00:05:00 except 2026-12-25 W. Europe Standard Time", "every 00:05:00 except 2026-12-25 Europe/Berlin")]
    [InlineData("0 9 * * * Europe/Berlin except 2026-12-25 Europe/Berlin", "0 9 * * * Europe/Berlin except 2026-12-25")]
    [InlineData("every 1 day at 9:00", "every day at 09:00")]
    [InlineData("Every 1 Days At 09:00:00 W. Europe Standard Time", "every day at 09:00 Europe/Berlin")]
    [InlineData("every 1 months 1 days at 09:00 overlap intervals missing skip", "every 1 month 1 day at 09:00")]
    [InlineData("every month 2 days at 09:00 gap skip from 2026-01-01", "every 1 month 2 days at 09:00 from 2026-01-01")]
    public void What_people_write_is_printed_in_one_form(string text, string printed)
    {
        Assert.Equal(printed, Trigger.Parse(text).ToString());
        Assert.Equal(Trigger.Parse(text), Trigger.Parse(printed));
    }

    [Theory]
    [InlineData("now &", 5, "a trigger is missing at the end")]
    [InlineData("& now", 0, "instead there stands '&'")]
    [InlineData("now & | now", 6, "instead there stands '|'")]
    [InlineData("()", 1, "instead there stands ')'")]
    [InlineData("(now", 4, "')' is missing")]
    [InlineData("now)", 3, "instead there stands ')'")]
    [InlineData("now (now)", 4, "instead there stands '('")]
    [InlineData("0 9 * * * Asia/Riyadh(now)", 21, "instead there stands '('")]
    [InlineData("(now) now", 6, "'now' does not follow here")]
    [InlineData("(now) jitter", 12, "write jitter 00:00:20")]
    [InlineData("now jitter 5", 11, "'5' is not a duration")]
    [InlineData("now jitter 00:00:01 jitter 00:00:02", 20, "second time")]
    [InlineData("now from 2030-01-01", 9, "'2030-01-01' is not an instant")]
    [InlineData("0 9 * * * from 2030-01-01", 15, "'2030-01-01' is not an instant")]
    [InlineData("(now) from 2030-01-01", 11, "'2030-01-01' is not an instant")]
    [InlineData("now until", 9, "write until 2030-01-01T00:00:00Z")]
    [InlineData("now until 2030-01-01T00:00:00Z UTC", 31, "'UTC' does not follow here")]
    [InlineData("now until 2030-01-01T00:00:00Z until 2030-01-01T00:00:00Z", 31, "second time")]
    [InlineData("now except", 10, "except (<trigger>)")]
    [InlineData("now except christmas", 11, "'christmas' is not a date")]
    [InlineData("now except 2026-12-25,2026-02-30", 11, "'2026-02-30' is not a date")]
    [InlineData("now except ()", 12, "a trigger is missing")]
    [InlineData("now except 2026-12-25 UTC except 2026-12-26 Asia/Tokyo", 44, "in UTC already")]
    [InlineData("except 2026-12-25", 0, "a trigger is missing")]
    [InlineData("fields day=\"1st fri", 11, "is not closed")]
    [InlineData("H(1-4 * * * *", 1, "is not closed")]
    [InlineData("every 5", 6, "'5' is no part of a period")]
    [InlineData("every 5 minutes", 6, "'5' is no part of a period")]
    [InlineData("every 2 months days at 09:00", 15, "'days' is no part of a period")]
    [InlineData("every 2 months 3 months at 09:00", 15, "'3' is no part of a period")]
    [InlineData("every month", 6, "the time of day is missing")]
    [InlineData("every month at", 12, "the time of day is missing")]
    [InlineData("every month at noon", 15, "'noon' is not a time of day")]
    [InlineData("every month at 09:00 gap", 21, "'gap' does not follow here")]
    [InlineData("every month at 09:00 gap skip gap skip", 30, "'gap' does not follow here")]
    [InlineData("every month at 09:00 gap skip UTC", 30, "'UTC' does not follow here")]
    public void What_does_not_read_says_what_and_where(string text, int position, string reason)
    {
        var refused = Assert.Throws<FormatException>(() => Trigger.Parse(text));

        Assert.Contains($"at position {position}:", refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.False(Trigger.TryParse(text, out _));
    }

    [Theory]
    [InlineData("every month at 09:00 gap sideways", "sideways")]
    [InlineData("every month at 09:00 overlap sideways", "sideways")]
    [InlineData("every month at 09:00 missing sideways", "sideways")]
    [InlineData("(now | 61 * * * *)", "61")]
    public void What_stands_inside_says_why(string text, string reason) =>
        Assert.Contains(reason, Assert.ThrowsAny<FormatException>(() => Trigger.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("now jitter 00:00:00")]
    [InlineData("now except (now)")]
    [InlineData("every 0 days at 09:00")]
    [InlineData("every day at 09:00 Mars/Olympus")]
    [InlineData("now except 2026-12-25 Mars/Olympus")]
    public void A_value_that_is_refused_is_an_argument_error(string text)
    {
        Assert.ThrowsAny<ArgumentException>(() => Trigger.Parse(text));
        Assert.False(Trigger.TryParse(text, out _));
    }

    [Fact]
    public void Brackets_nest_to_a_depth_of_64()
    {
        static string Nested(int depth) => new string('(', depth) + "now" + new string(')', depth);
        static string Dropped(int depth) => string.Concat(Enumerable.Repeat("now except (", depth)) + "0 9 * * *" + new string(')', depth);

        Assert.Equal(Trigger.Now, Trigger.Parse(Nested(64)));
        Assert.Contains("at position 64: brackets are nested deeper than 64", Assert.Throws<FormatException>(() => Trigger.Parse(Nested(65))).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => Trigger.Parse(Nested(1_000_000)));
        Assert.Equal(Dropped(64), Trigger.Parse(Dropped(64)).ToString());
        Assert.Throws<FormatException>(() => Trigger.Parse(Dropped(65)));
    }

    [Fact]
    public void A_long_text_is_read_in_a_moment_and_is_not_deep()
    {
        var times = Enumerable.Range(0, 24 * 60).Select(minute => $"{minute % 60} {minute / 60} * * *").ToArray();
        var union = string.Join(" | ", times);
        var dropped = "now" + string.Concat(times.Select(time => $" except ({time})"));
        var days = "now" + string.Concat(Enumerable.Range(0, 2_000).Select(day => $" except {new DateOnly(2026, 1, 1).AddDays(day):yyyy-MM-dd} UTC"));

        Assert.Equal(union, Trigger.Parse(union).ToString());
        Assert.Equal($"now except ({union})", Trigger.Parse(dropped).ToString());
        Assert.Equal(2_000 * 11, Trigger.Parse(days).ToString().Length - "now except ".Length - " UTC".Length + 1);
    }
}
