using System.Globalization;
using System.Text.Json;

namespace StatefulScheduler.Stores;

// What a query means: the reference that every store's own way must agree with.
internal static class JobQueries
{
    public static bool Answers(JobQuery query, ScheduledJob job) =>
        (query.IdPrefix is null || job.Id.StartsWith(query.IdPrefix, StringComparison.Ordinal))
        && (query.Handler is null || job.Handler == query.Handler)
        && (query.Statuses.Count == 0 || query.Statuses.Contains(job.Status))
        && (query.NextFireFrom is null || job.NextFireAt >= query.NextFireFrom)
        && (query.NextFireBefore is null || job.NextFireAt < query.NextFireBefore)
        && query.Tags.All(tag => job.Options.Tags.Contains(tag))
        && query.State.All(filter => Answers(filter, job.State));

    public static JobPage<ScheduledJob> Page(JobQuery query, IEnumerable<ScheduledJob> jobs)
    {
        var order = Comparer<Key>.Create((left, right) => left.CompareTo(right, query.Descending));
        var after = query.After is null ? (Key?)null : Key.Parse(query.After);
        var items = jobs
            .Select(job => (Key: Key.Of(job, query.OrderBy), Job: job))
            .Where(item => after is null || order.Compare(item.Key, after.Value) > 0)
            .OrderBy(item => item.Key, order)
            .Take(query.PageSize + 1)
            .ToList();
        var page = items.Take(query.PageSize).ToList();
        return new([.. page.Select(item => item.Job)], items.Count > page.Count ? page[^1].Key.ToString() : null);
    }

    private static bool Answers(StateFilter filter, JobState state)
    {
        // A path that leads through a value without members leads nowhere, as any other does in a state of another shape.
        var path = JsonPath.Parse(filter.Path);
        var value = new JobValue(path.Follow(state.Utf8, out var reached), null);
        var isThere = reached == path.Length;
        return filter.Comparison switch
        {
            StateComparison.Exists => isThere,
            StateComparison.Missing => !isThere,
            StateComparison.Equal => isThere && Same(value, filter.Value),
            StateComparison.NotEqual => !isThere || !Same(value, filter.Value),
            StateComparison.Contains => isThere && Text(value) is { } text && Text(filter.Value) is { } part && text.Contains(part, StringComparison.Ordinal),
            _ => isThere && Compare(value, filter.Value) is { } comparison && filter.Comparison switch
            {
                StateComparison.LessThan => comparison < 0,
                StateComparison.AtMost => comparison <= 0,
                StateComparison.MoreThan => comparison > 0,
                _ => comparison >= 0,
            },
        };
    }

    private static bool Same(JobValue left, JobValue right) => left.Equals(right) || Compare(left, right) == 0;

    // Numbers with numbers, texts with texts; anything else does not compare.
    private static int? Compare(JobValue left, JobValue right)
    {
        if (left.Kind == JsonValueKind.Number && right.Kind == JsonValueKind.Number)
            return Number(left).CompareTo(Number(right));
        return Text(left) is { } text && Text(right) is { } other ? string.CompareOrdinal(text, other) : null;
    }

    private static double Number(JobValue value) => double.Parse(value.Utf8.Span, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string? Text(JobValue value) => value.Kind == JsonValueKind.String ? value.As<string>() : null;

    // Where a job stands in an order; its text is the token of the next page.
    private readonly record struct Key(long? Ticks, string Id)
    {
        public static Key Of(ScheduledJob job, JobOrder order) => new(
            order switch
            {
                JobOrder.NextFireAt => job.NextFireAt?.UtcTicks,
                JobOrder.PreviousFireAt => job.PreviousFireAt?.UtcTicks,
                JobOrder.AddedAt => job.AddedAt.UtcTicks,
                _ => 0,
            },
            job.Id);

        public static Key Parse(string text)
        {
            var at = text.IndexOf('|', StringComparison.Ordinal);
            if (at < 0 || !(at == 0 || long.TryParse(text.AsSpan(0, at), CultureInfo.InvariantCulture, out _)))
                throw new ArgumentException($"'{text}' is no page token; JobQuery.After takes JobPage.Next of the page before.", nameof(text));
            return new(at == 0 ? null : long.Parse(text.AsSpan(0, at), CultureInfo.InvariantCulture), text[(at + 1)..]);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ticks}|{Id}");

        // Without an instant: last, in either direction.
        public int CompareTo(Key other, bool descending)
        {
            if (Ticks is null != other.Ticks is null)
                return Ticks is null ? 1 : -1;
            var byTicks = (Ticks ?? 0).CompareTo(other.Ticks ?? 0);
            var comparison = byTicks != 0 ? byTicks : string.CompareOrdinal(Id, other.Id);
            return descending ? -comparison : comparison;
        }
    }
}
