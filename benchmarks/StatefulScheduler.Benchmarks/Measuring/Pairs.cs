namespace StatefulScheduler.Benchmarks.Measuring;

internal enum Better
{
    Higher,
    Lower,
}

// What was measured in turns, ours and the peer's: the ratio is the median of the ratios pair by pair, so that what the machine did meanwhile strikes both.
internal sealed class Pairs<T>(string peerName)
{
    private readonly List<(T Ours, T Peer)> pairs = [];

    public string PeerName => peerName;

    public void Add(T ours, T peer) => pairs.Add((ours, peer));

    public Figure Figure(string name, string unit, Better better, Func<T, double> value)
    {
        var ratios = pairs.Select(pair => better == Better.Higher ? value(pair.Ours) / value(pair.Peer) : value(pair.Peer) / value(pair.Ours));
        return new(name, Median(pairs.Select(pair => value(pair.Ours))), Median(pairs.Select(pair => value(pair.Peer))), unit, Median(ratios), peerName);
    }

    private static double? Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return double.IsFinite(median) ? median : null;
    }
}
