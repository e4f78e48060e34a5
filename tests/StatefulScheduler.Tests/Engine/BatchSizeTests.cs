using StatefulScheduler.Engine;

namespace StatefulScheduler.Tests.Engine;

public class BatchSizeTests
{
    private static readonly TimeSpan Microsecond = TimeSpan.FromMicroseconds(1);

    [Theory]
    [InlineData(5, 10, 20)] // A store in memory: 200 µs of work.
    [InlineData(5, 100, 2)]
    [InlineData(3000, 100, 30)] // One that takes 3 ms: as much work as that.
    [InlineData(3000, 1000, 3)]
    [InlineData(3000, 10_000, 1)]
    [InlineData(3000, 1, 500)] // Never more than the store takes at once.
    public void A_claim_is_worth_200_µs_or_as_much_as_the_exchange_costs(int exchange, int job, int expected)
    {
        var size = new BatchSize();
        for (var round = 0; round < 100; round++)
        {
            size.LearnExchange(exchange * Microsecond);
            size.Learn(10 * job * Microsecond, 10);
        }

        Assert.InRange(size.Next(500), Math.Max(1, expected - 1), expected);
    }

    [Fact]
    public void One_exchange_that_was_held_up_is_soon_forgotten()
    {
        var size = new BatchSize();
        size.Learn(TimeSpan.Zero, 0);
        var usual = size.Next(500);
        size.LearnExchange(TimeSpan.FromMilliseconds(10));
        for (var round = 0; round < 5; round++)
            size.LearnExchange(5 * Microsecond);

        Assert.Equal(usual, size.Next(500));
    }
}
