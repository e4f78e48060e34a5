using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Base64Url = System.Buffers.Text.Base64Url;

namespace StatefulScheduler.Tokens;

internal sealed class EcMaterial : KeyMaterial
{
    private readonly ECDsa ecdsa;
    private readonly AlgorithmFacts facts;
    private readonly ECPoint point;

    private EcMaterial(ECDsa ecdsa, AlgorithmFacts facts, bool canSign)
    {
        this.ecdsa = ecdsa;
        this.facts = facts;
        point = ecdsa.ExportParameters(false).Q;
        CanSign = canSign;
    }

    public override bool CanSign { get; }

    public static EcMaterial Create(ECPoint point, byte[]? d, AlgorithmFacts facts, string parameter)
    {
        try
        {
            // Points beside the curve, and the one at infinity, are refused by the platform.
            return new(ECDsa.Create(new ECParameters { Curve = facts.Curve.Curve, Q = point, D = d }), facts, d is not null);
        }
        catch (CryptographicException)
        {
            throw new ArgumentException($"The numbers of the EC key are not a point on {facts.Curve.Name}.", parameter);
        }
    }

    public static EcMaterial FromPem(ReadOnlySpan<char> pem, AlgorithmFacts facts)
    {
        using var ecdsa = ECDsa.Create();
        Pem.Import(ecdsa, pem);
        var parameters = Pem.ExportParameters(ecdsa);
        if (parameters.Curve.Oid.Value != facts.Curve.Curve.Oid.Value)
            throw new ArgumentException($"The EC key is on the curve {parameters.Curve.Oid.FriendlyName}, but {facts.Name} needs {facts.Curve.Name}.", nameof(pem));
        return Create(parameters.Q, parameters.D, facts, nameof(pem));
    }

    public static EcMaterial Generate(AlgorithmFacts facts) => new(ECDsa.Create(facts.Curve.Curve), facts, canSign: true);

    public override int SignatureSize(AlgorithmFacts facts) => 2 * facts.Curve.Size;

    public override SecurityKey ToSecurityKey() => new ECDsaSecurityKey(ecdsa);

    public override void WritePublicMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("kty"u8, "EC"u8);
        writer.WriteString("crv"u8, facts.Curve.Name);
        writer.WriteString("x"u8, Base64Url.EncodeToString(point.X));
        writer.WriteString("y"u8, Base64Url.EncodeToString(point.Y));
    }

    public override void Dispose() => ecdsa.Dispose();

    protected override string ThumbprintText() =>
        $$"""{"crv":"{{facts.Curve.Name}}","kty":"EC","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""";
}
