using Microsoft.IdentityModel.Tokens;

namespace StatefulScheduler.Tokens;

// Gives the library's own signature providers of one key out, each made once. With another algorithm than the key's there is none, whatever a token says.
// The library's shared factory would keep them in a cache of the process, longer than the key lives, and look them up by name at each token.
internal sealed class OneKeyProviderFactory(string algorithm, bool canSign) : CryptoProviderFactory, IDisposable
{
    private readonly Lock making = new();
    private volatile SignatureProvider? verifier;
    private volatile SignatureProvider? signer;

    public override SignatureProvider CreateForVerifying(SecurityKey key, string algorithm) => Verifier(key, algorithm);

    public override SignatureProvider CreateForVerifying(SecurityKey key, string algorithm, bool cacheProvider) => Verifier(key, algorithm);

    public override SignatureProvider CreateForSigning(SecurityKey key, string algorithm) => Signer(key, algorithm);

    public override SignatureProvider CreateForSigning(SecurityKey key, string algorithm, bool cacheProvider) => Signer(key, algorithm);

    // The next one gets the same.
    public override void ReleaseSignatureProvider(SignatureProvider signatureProvider)
    {
    }

    public void Dispose()
    {
        verifier?.Dispose();
        signer?.Dispose();
    }

    private SignatureProvider Verifier(SecurityKey key, string asked)
    {
        ThrowIfOther(asked);
        if (verifier is { } made)
            return made;
        lock (making)
            return verifier ??= key is SymmetricSecurityKey secret ? new SymmetricSignatureProvider(secret, algorithm, false) : new AsymmetricSignatureProvider(key, algorithm, false);
    }

    private SignatureProvider Signer(SecurityKey key, string asked)
    {
        ThrowIfOther(asked);
        if (!canSign)
            throw new InvalidOperationException($"The {algorithm} key has only its public half: it verifies and does not sign.");
        if (signer is { } made)
            return made;
        lock (making)
            return signer ??= key is SymmetricSecurityKey secret ? new SymmetricSignatureProvider(secret, algorithm, true) : new AsymmetricSignatureProvider(key, algorithm, true);
    }

    private void ThrowIfOther(string asked)
    {
        if (asked != algorithm)
            throw new NotSupportedException($"The key is for {algorithm} alone.");
    }
}
