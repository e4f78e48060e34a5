using Microsoft.Extensions.Logging;

namespace StatefulScheduler.Tokens;

// Every message of the package, with its event id. None takes a token, a key, a password or a hash.
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "A stored password hash is of none of the schemes {Schemes}, and matches no password. Add its scheme to PasswordHashOptions.Schemes. This is said once.")]
    public static partial void UnknownHash(ILogger logger, string schemes);
}
