using static StatefulScheduler.Tests.Triggers.Instants;

namespace StatefulScheduler.Tests.Triggers;

public class TriggerTextTests
{
    public static TheoryData<string> Texts =>
    [
        "now", "never", "at 2030-01-01T00:00:00Z", "at 2030-01-01T00:00:00.0000001Z", "at 2030-01-01T09:00:00 Asia/Shanghai",
        "every 00:05:00", "every 1.00:00:00", "every 00:00:00.0010000", "every 00:05:00 from 2030-01-01T00:00:00Z",
        "every 00:05:00 from 2030-01-01T00:00:00Z until 2031-01-01T00:00:00Z", "every 00:05:00 until 2031-01-01T00:00:00Z",
        "after each run 00:01:00", "after each run 00:01:00 from 2030-01-01T00:00:00Z",
        "0 9 * * MON-FRI", "0 9 * * MON-FRI Asia/Shanghai", "30 0 9 * * MON", "30 0 9 * * MON UTC", "0 9 * * * UTC", "0 9 * * * MST",
        "0 9 * * SUN,TUE,THU,SAT", "0 9 * * SUN,MON", "*/5 9-17 1-15/2 */3 FRI", "30/10 0 * JAN,MAR *", "0 0 L * *", "0 0 L-3W * *", "0 0 15W FEB *",
        "0 0 * * 5L", "0 0 * * MON#2", "H H(1-4) H/14 * *", "0-0 0 * * *", "0 9 * * * Europe/Berlin year 2027-2030 week */2 gap skip overlap last",
        "fields month=jan-jun day=\"1-7,2nd fri,last sun,last\" week=1,53 dayOfWeek=mon-fri hour=9 minute=*/20 second=0 Europe/Berlin gap shift overlap first",
        "fields year=2028/4 second=*/10", "0 9 * * * America/Argentina/Buenos_Aires",
        "0 9 * * MON-FRI Asia/Shanghai from 2030-01-01T00:00:00Z until 2031-01-01T00:00:00Z",
        "now | every 00:05:00", "0 9 * * * UTC | 0 10 * * SUN | never until 2031-01-01T00:00:00Z | at 2030-01-01T00:00:00Z",
    ];

    [Theory, MemberData(nameof(Texts))]
    public void What_is_printed_reads_back(string text)
    {
        var trigger = Trigger.Parse(text);
        var printed = trigger.ToString();

        Assert.Equal(text.Replace(" | never until 2031-01-01T00:00:00Z", "", StringComparison.Ordinal), printed);
        Assert.Equal(trigger, Trigger.Parse(printed));
        Assert.Equal(trigger.GetHashCode(), Trigger.Parse(printed).GetHashCode());
    }

    [Theory]
    [InlineData("  NOW ", "now")]
    [InlineData("at 2030-01-01T08:00:00+08:00", "at 2030-01-01T00:00:00Z")]
    [InlineData("at 2030-01-01T09:00 Asia/Shanghai", "at 2030-01-01T09:00:00 Asia/Shanghai")]
    [InlineData("0  9 * *\tmon-fri", "0 9 * * MON-FRI")]
    [InlineData("@Daily", "0 0 * * *")]
    [InlineData("0 0 9 * * 1-5", "0 9 * * MON-FRI")]
    [InlineData("0,5,10,15,20,25,30,35,40,45,50,55 * * * *", "*/5 * * * *")]
    [InlineData("1-1 1 1 1 1", "1-1 1 1 JAN MON")]
    [InlineData("0 0 L-0 * 0L", "0 0 L * 0L")]
    [InlineData("0 0 * * SAT-MON", "0 0 * * SUN,MON,SAT")]
    [InlineData("fields hour=9 dayOfWeek=0-4", "fields dayOfWeek=mon-fri hour=9 minute=0 second=0")]
    [InlineData("0 9 * * * W. Europe Standard Time", "0 9 * * * Europe/Berlin")]
    [InlineData("now until 2031-01-01T00:00:00Z from 2030-01-01T00:00:00Z", "now from 2030-01-01T00:00:00Z until 2031-01-01T00:00:00Z")]
    [InlineData("now | never", "now")]
    [InlineData("now | now", "now")]
    public void What_people_write_is_printed_in_one_form(string text, string printed) =>
        Assert.Equal(printed, Trigger.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData(" | now")]
    [InlineData("now |")]
    [InlineData("at")]
    [InlineData("at 2030-01-01T00:00:00")]
    [InlineData("at noon")]
    [InlineData("at noon Europe/Berlin")]
    [InlineData("every 5")]
    [InlineData("every")]
    [InlineData("every five minutes")]
    [InlineData("after each run 60")]
    [InlineData("now until tomorrow")]
    [InlineData("hello")]
    [InlineData("61 * * * *")]
    [InlineData("* * * * * * *")]
    public void What_does_not_read_is_a_format_error(string text)
    {
        Assert.ThrowsAny<FormatException>(() => Trigger.Parse(text));
        Assert.False(Trigger.TryParse(text, out var trigger));
        Assert.Null(trigger);
    }

    [Theory]
    [InlineData("every 00:00:00")]
    [InlineData("0 9 * * * Mars/Olympus")]
    [InlineData("now from 2031-01-01T00:00:00Z until 2030-01-01T00:00:00Z")]
    public void A_value_that_is_refused_is_an_argument_error(string text)
    {
        Assert.ThrowsAny<ArgumentException>(() => Trigger.Parse(text));
        Assert.False(Trigger.TryParse(text, out _));
    }

    [Fact]
    public void No_text_is_no_trigger() => Assert.False(Trigger.TryParse(null, out _));

    [Fact]
    public void Triggers_are_equal_by_value()
    {
        Assert.True(Trigger.At(Utc("2030-01-01")) == Trigger.At(Utc("2030-01-01").ToOffset(TimeSpan.FromHours(8))));
        Assert.True(Trigger.Cron("0 9 * * mon") == Trigger.Cron("0  9 * * MON"));
        Assert.True(Trigger.Cron("0 9 * * *") != Trigger.Cron("0 9 * * *", "UTC"));
        Assert.True(Trigger.Every(TimeSpan.FromMinutes(1)) != Trigger.AfterEachRun(TimeSpan.FromMinutes(1)));
        Assert.True((Trigger.Now | Trigger.Every(TimeSpan.FromMinutes(1))) == Trigger.BitwiseOr(Trigger.Now, Trigger.Every(TimeSpan.FromMinutes(1))));
        Assert.True((Trigger?)null == null);
        Assert.False(Trigger.Now == null);
    }
}
