using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;

namespace StatefulScheduler.Tokens;

// Where the library comes in: it reads the token anew, with readers of its own, and says whether the signature is one of the key.
internal static class SignatureCheck
{
    private static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = 262_144 };

    // The library does not get as far as the signature where a claim has the wrong type. The token is refused either way; this tells the truth of why.
    public static bool IsRightOverText(string token, TokenKey key)
    {
        var end = token.LastIndexOf('.');
        return StrictBase64Url.TryDecode(token.AsSpan(end + 1), out var signature) && key.Verify(Encoding.ASCII.GetBytes(token[..end]), signature);
    }

    public static bool IsRight(string token, TokenKey key, ILogger logger)
    {
        try
        {
            // Nothing it is asked for waits: the task has ended when it is given.
            return Handler.ValidateTokenAsync(token, key.Parameters).GetAwaiter().GetResult().IsValid;
        }
#pragma warning disable CA1031 // The boundary to the library: whatever it stumbles over, the token is not accepted, and the caller gets an answer.
        catch (Exception exception)
        {
            Log.LibraryFailed(logger, exception.GetType().Name);
            return false;
        }
#pragma warning restore CA1031
    }
}
