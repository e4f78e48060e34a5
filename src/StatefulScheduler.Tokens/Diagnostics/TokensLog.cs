namespace StatefulScheduler.Tokens;

/// <summary>The name under which the package logs.</summary>
public static class TokensLog
{
    /// <summary>The category, for filters of a host's logging.</summary>
    public const string Category = "StatefulScheduler.Tokens";
}
