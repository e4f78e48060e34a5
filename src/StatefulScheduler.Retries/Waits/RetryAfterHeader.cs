using System.Net.Http.Headers;

namespace StatefulScheduler.Retries;

/// <summary>Reads the Retry-After header of HTTP, for exceptions and results that implement <see cref="IRetryAfter"/>.</summary>
public static class RetryAfterHeader
{
    /// <summary>Reads the header's value: seconds, or a date.</summary>
    /// <param name="value">The text, such as <c>120</c> or <c>Wed, 21 Oct 2026 07:28:00 GMT</c>.</param>
    /// <param name="now">The time that a date is counted from.</param>
    /// <returns>The wait, zero for a date that has passed; null for a text that is neither.</returns>
    public static TimeSpan? Parse(string? value, DateTimeOffset now) =>
        RetryConditionHeaderValue.TryParse(value, out var header) ? Of(header, now) : null;

    internal static TimeSpan? Of(RetryConditionHeaderValue header, DateTimeOffset now) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
