using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Base64Url = System.Buffers.Text.Base64Url;

namespace StatefulScheduler.Tokens;

internal sealed class SecretMaterial : KeyMaterial
{
    private const int IdSize = 12;

    private readonly byte[] secret;

    private SecretMaterial(byte[] secret) => this.secret = secret;

    public override bool CanSign => true;

    public static SecretMaterial Create(ReadOnlySpan<byte> secret, AlgorithmFacts facts)
    {
        // The known before the short: "secret" is too short, but that is the lesser of its faults.
        if (WellKnownSecrets.Objection(secret) is { } objection && secret.Length > 0)
            throw new ArgumentException($"The secret is refused: {objection}. Make one with TokenKey.GenerateSecret() and keep it out of the code.", nameof(secret));
        if (secret.Length < facts.HashSize)
            throw new ArgumentException($"The secret has {secret.Length} bytes, but {facts.Name} needs at least {facts.HashSize} (RFC 7518, 3.2). Make one with TokenKey.GenerateSecret().", nameof(secret));
        return new(secret.ToArray());
    }

    public override int SignatureSize(AlgorithmFacts facts) => facts.HashSize;

    public override SecurityKey ToSecurityKey() => new SymmetricSecurityKey(secret);

    public override void WritePublicMembers(Utf8JsonWriter writer) => throw new InvalidOperationException("A secret has no public half: whoever has it can sign.");

    // Not the thumbprint: names are published, and a hash of a secret is what somebody who guesses secrets wants.
    // An HMAC under the secret is one too, but every token shows such a one anyway.
    public override string DefaultId() => Base64Url.EncodeToString(HMACSHA256.HashData(secret, "StatefulScheduler.Tokens: name of a key"u8).AsSpan(0, IdSize));

    public override void Dispose() => CryptographicOperations.ZeroMemory(secret);

    protected override string ThumbprintText() => $$"""{"k":"{{Base64Url.EncodeToString(secret)}}","kty":"oct"}""";
}
