using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Base64Url = System.Buffers.Text.Base64Url;

namespace StatefulScheduler.Tokens;

// What a key is made of. Checked where it is made: whatever exists may be used.
internal abstract class KeyMaterial : IDisposable
{
    public abstract bool CanSign { get; }

    public abstract int SignatureSize(AlgorithmFacts facts);

    public abstract SecurityKey ToSecurityKey();

    // Members that anybody may see, without braces.
    public abstract void WritePublicMembers(Utf8JsonWriter writer);

    public virtual string DefaultId() => Thumbprint();

    public string Thumbprint() => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(ThumbprintText())));

    public abstract void Dispose();

    // The required members, in the order of their names, without white space (RFC 7638). Their values need no escapes.
    protected abstract string ThumbprintText();
}
