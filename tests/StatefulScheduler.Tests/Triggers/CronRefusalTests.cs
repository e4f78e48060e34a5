namespace StatefulScheduler.Tests.Triggers;

public class CronRefusalTests
{
    [Theory]
    [InlineData("", 0, "empty")]
    [InlineData("   ", 0, "empty")]
    [InlineData("* * * *", 7, "has 4 fields")]
    [InlineData("* * * * * * *", 12, "has 7 fields")]
    [InlineData("60 * * * *", 0, "minute field, at position 0, a value must be a number from 0 to 59, but '60' is not")]
    [InlineData("0 24 * * *", 2, "hour field")]
    [InlineData("0 0 0 * *", 4, "from 1 to 31")]
    [InlineData("0 0 * 13 *", 6, "or a name from JAN, FEB")]
    [InlineData("0 0 * * 8", 8, "or a name from SUN, MON")]
    [InlineData("0 0 * * FOO", 8, "'FOO'")]
    [InlineData("0 0 * JANUARY *", 9, "'U' is not expected after 'JAN'")]
    [InlineData("1,,2 * * * *", 2, "a value is missing")]
    [InlineData("1, * * * *", 2, "a value is missing")]
    [InlineData("1- * * * *", 2, "a value is missing")]
    [InlineData("-1 * * * *", 0, "a value is missing")]
    [InlineData("*,5 * * * *", 1, "',' is not expected after '*'")]
    [InlineData("*/0 * * * *", 2, "a step must be a number from 1 to 59, but '0' is not")]
    [InlineData("*/60 * * * *", 2, "a step must be")]
    [InlineData("*/ * * * *", 2, "a step must be")]
    [InlineData("5/2/2 * * * *", 3, "'/' is not expected after '5/2'")]
    [InlineData("0 0 * * mon#1-style", 13, "in the day of week field, at position 13, '-' is not expected after 'mon#1'")]
    [InlineData("+1 * * * *", 0, "'+1'")]
    [InlineData("001 * * * *", 0, "'001'")]
    [InlineData("@reboot", 1, "the macro '@reboot' is not known")]
    [InlineData("@daily 5", 7, "nothing may follow")]
    [InlineData("0 0 30 2 *", 4, "can never fire: no month that it names has a day 30")]
    [InlineData("0 0 31 FEB,APR,JUN,SEP,NOV *", 4, "can never fire")]
    [InlineData("0 0 0 30-31 2 MON", 6, "can never fire")]
    [InlineData("0 0 30W 2 *", 4, "no month that it names has a day 30W")]
    [InlineData("* * 1-21 * 0L", 4, "can never fire")]
    [InlineData("0 0 L 2 MON#1", 4, "can never fire")]
    [InlineData("0 0 L-31 * *", 6, "a number of days from 0 to 30, but '31' is not")]
    [InlineData("0 0 32W * *", 4, "from 1 to 31")]
    [InlineData("0 0 15W,3 * *", 7, "must be the whole field")]
    [InlineData("0 0 3,15W * *", 8, "'W' is not expected after '3,15'")]
    [InlineData("0 0 1,L * *", 6, "'L' is not")]
    [InlineData("0 0 * * L", 8, "'L' is not")]
    [InlineData("0 0 * * 5L,1", 10, "must be the whole field")]
    [InlineData("0 0 * * MON#6", 12, "a number from 1 to 5, but '6' is not")]
    [InlineData("0 0 * * #1", 8, "day of week")]
    [InlineData("h * * * *", 0, "'h' is not")]
    [InlineData("H,5 * * * *", 1, "',' is not expected after 'H'")]
    [InlineData("H(30-10) * * * *", 2, "two values in order")]
    [InlineData("H(5) * * * *", 2, "two values in order")]
    [InlineData("0 0 H(1-31) * *", 6, "up to 28")]
    [InlineData("0 0 H/29 * *", 6, "from 1 to 28")]
    [InlineData("*\0 * * * *", 1, "is not expected")]
    public void What_cannot_be_meant_is_refused_with_place_and_reason(string expression, int position, string reason)
    {
        var refused = Assert.Throws<CronFormatException>(() => Trigger.Cron(expression));

        Assert.Equal(expression, refused.Expression);
        Assert.Equal(position, refused.Position);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_expression_is_a_programmers_slip() =>
        Assert.Throws<ArgumentNullException>(() => Trigger.Cron(null!));
}
