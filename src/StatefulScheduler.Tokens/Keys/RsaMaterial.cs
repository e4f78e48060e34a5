using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Base64Url = System.Buffers.Text.Base64Url;

namespace StatefulScheduler.Tokens;

internal sealed class RsaMaterial : KeyMaterial
{
    private const int NewKeyBits = 3072;

    private readonly RSAParameters parameters;

    private RsaMaterial(RSAParameters parameters) => this.parameters = parameters;

    public override bool CanSign => parameters.D is not null;

    // The parameters come from a PEM or JWK text: what the platform says of them is passed on as our refusal.
    public static RsaMaterial Create(RSAParameters parameters, string parameter)
    {
        RsaRules.Check(parameters, parameter);
        try
        {
            using var rsa = RSA.Create(parameters);
            return new(rsa.ExportParameters(parameters.D is not null));
        }
        catch (CryptographicException)
        {
            throw new ArgumentException("The numbers of the RSA key do not make a key.", parameter);
        }
    }

    public static RsaMaterial FromPem(ReadOnlySpan<char> pem)
    {
        using var rsa = RSA.Create();
        Pem.Import(rsa, pem);
        return Create(Pem.ExportParameters(rsa), nameof(pem));
    }

    public static RsaMaterial Generate()
    {
        using var rsa = RSA.Create(NewKeyBits);
        return new(rsa.ExportParameters(true));
    }

    public override int SignatureSize(AlgorithmFacts facts) => parameters.Modulus!.Length;

    // By its numbers, so that the library makes as many objects of the platform of it as there are threads.
    public override SecurityKey ToSecurityKey() => new RsaSecurityKey(parameters);

    public override void WritePublicMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("kty"u8, "RSA"u8);
        writer.WriteString("n"u8, Base64Url.EncodeToString(parameters.Modulus));
        writer.WriteString("e"u8, Base64Url.EncodeToString(parameters.Exponent));
    }

    public override void Dispose()
    {
        foreach (var number in new[] { parameters.D, parameters.P, parameters.Q, parameters.DP, parameters.DQ, parameters.InverseQ })
            CryptographicOperations.ZeroMemory(number);
    }

    protected override string ThumbprintText() =>
        $$"""{"e":"{{Base64Url.EncodeToString(parameters.Exponent)}}","kty":"RSA","n":"{{Base64Url.EncodeToString(parameters.Modulus)}}"}""";
}
