using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// "Did you mean …?": the stored id that is nearest to one that is not there, if it is near at all.
internal static class Suggestion
{
    private const int Looked = 1000;

    public static async ValueTask<string?> ForAsync(IJobStore store, string id, CancellationToken cancellationToken)
    {
        var page = await store.QueryAsync(new JobQuery { PageSize = Looked }, cancellationToken).ConfigureAwait(false);
        return Nearest(id, page.Items.Select(job => job.Id));
    }

    public static string? Nearest(string wanted, IEnumerable<string> known)
    {
        var (best, distance) = ((string?)null, Math.Max(2, wanted.Length / 3) + 1);
        foreach (var candidate in known)
        {
            var difference = Distance(wanted, candidate);
            if (difference < distance)
                (best, distance) = (candidate, difference);
        }

        return best;
    }

    // Levenshtein (1965), two rows; letter case is forgiven.
    private static int Distance(string left, string right)
    {
        var above = Enumerable.Range(0, right.Length + 1).ToArray();
        var row = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + change);
            }

            (above, row) = (row, above);
        }

        return above[right.Length];
    }
}
