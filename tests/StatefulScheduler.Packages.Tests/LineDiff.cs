namespace StatefulScheduler.Packages.Tests;

// The lines that went (-) and came (+), by the longest common subsequence.
internal static class LineDiff
{
    public static string Between(string before, string after)
    {
        var old = before.ReplaceLineEndings("\n").Split('\n');
        var now = after.ReplaceLineEndings("\n").Split('\n');
        var common = CommonLengths(old, now);
        var diff = new List<string>();

        int i = 0, j = 0;
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
                (i, j) = (i + 1, j + 1);
            else if (j >= now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]))
                diff.Add($"- {old[i++]}");
            else
                diff.Add($"+ {now[j++]}");
        }

        return string.Join('\n', diff);
    }

    // [i, j]: how many lines old[i..] and now[j..] share, in order.
    private static int[,] CommonLengths(string[] old, string[] now)
    {
        var lengths = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
                lengths[i, j] = old[i] == now[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        }

        return lengths;
    }
}
