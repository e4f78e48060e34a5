using System.Security.Cryptography;

namespace StatefulScheduler.Tokens;

internal enum KeyKind
{
    Secret,
    Rsa,
    Ec,
}

// What one algorithm asks of its keys, and how long its signatures are where the key does not say it.
internal sealed record AlgorithmFacts(string Name, KeyKind Kind, int HashSize)
{
    private static readonly Dictionary<string, AlgorithmFacts> ByName = TokenAlgorithms.All.ToDictionary(name => name, Create, StringComparer.Ordinal);

    // The curve, and the bytes of a coordinate on it; for ECDSA alone.
    public (string Name, ECCurve Curve, int Size) Curve => HashSize switch
    {
        32 => ("P-256", ECCurve.NamedCurves.nistP256, 32),
        48 => ("P-384", ECCurve.NamedCurves.nistP384, 48),
        _ => ("P-521", ECCurve.NamedCurves.nistP521, 66),
    };

    public static AlgorithmFacts Of(string name, string parameter) =>
        ByName.GetValueOrDefault(name)
        ?? throw new ArgumentException($"There is no signature algorithm '{name}'; there are: {string.Join(", ", TokenAlgorithms.All)}. Names are case-sensitive.", parameter);

    // The names say it themselves: HS/RS/PS/ES, and 256, 384 or 512 bits.
    private static AlgorithmFacts Create(string name) =>
        new(name, name[0] switch { 'H' => KeyKind.Secret, 'E' => KeyKind.Ec, _ => KeyKind.Rsa }, int.Parse(name.AsSpan(2), null) / 8);
}
