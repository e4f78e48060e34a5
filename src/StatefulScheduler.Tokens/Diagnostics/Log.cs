using Microsoft.Extensions.Logging;

namespace StatefulScheduler.Tokens;

// Every message of the package, with its event id. None takes a token, a key, a password or a hash.
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "A stored password hash is of none of the schemes {Schemes}, and matches no password. Add its scheme to PasswordHashOptions.Schemes. This is said once.")]
    public static partial void UnknownHash(ILogger logger, string schemes);

    [LoggerMessage(2, LogLevel.Error, "The token library ended with a {Exception}; the token is refused.")]
    public static partial void LibraryFailed(ILogger logger, string exception);

    [LoggerMessage(3, LogLevel.Information, "A token is refused: {Error}.")]
    public static partial void TokenRefused(ILogger logger, TokenError error);

    [LoggerMessage(4, LogLevel.Warning, "A refresh token of family {Family} was used a second time: it may be stolen. The family is revoked.")]
    public static partial void RefreshTokenReused(ILogger logger, string family);

    [LoggerMessage(5, LogLevel.Information, "The keys of tokens have changed; there are: {Keys}.")]
    public static partial void KeysChanged(ILogger logger, string keys);

    [LoggerMessage(6, LogLevel.Error, "The new keys of tokens are refused, and the old ones go on: {Problem}")]
    public static partial void KeysRefused(ILogger logger, string problem);
}
