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
    [InlineData("0 0 * JANUARY *", 6, "'JANUARY'")]
    [InlineData("1,,2 * * * *", 2, "a value is missing")]
    [InlineData("1, * * * *", 2, "a value is missing")]
    [InlineData("1- * * * *", 2, "a value is missing")]
    [InlineData("-1 * * * *", 0, "a value is missing")]
    [InlineData("*,5 * * * *", 0, "only item")]
    [InlineData("*/0 * * * *", 2, "a step must be a number from 1 to 59, but '0' is not")]
    [InlineData("*/60 * * * *", 2, "a step must be")]
    [InlineData("*/ * * * *", 2, "a step must be")]
    [InlineData("5/2/2 * * * *", 2, "'2/2'")]
    [InlineData("0 0 * * mon#1-style", 8, "day of week")]
    [InlineData("+1 * * * *", 0, "'+1'")]
    [InlineData("001 * * * *", 0, "'001'")]
    [InlineData("@reboot", 0, "not known")]
    [InlineData("@daily 5", 7, "nothing may follow")]
    [InlineData("0 0 30 2 *", 4, "can never fire: no month it names has a day 30")]
    [InlineData("0 0 31 FEB,APR,JUN,SEP,NOV *", 4, "can never fire")]
    [InlineData("0 0 0 30-31 2 MON", 6, "can never fire")]
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
