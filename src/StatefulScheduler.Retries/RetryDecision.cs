namespace StatefulScheduler.Retries;

/// <summary>Says what is to follow an attempt.</summary>
/// <param name="Retry">Whether another attempt follows.</param>
/// <param name="End">Why none follows; null when one does.</param>
/// <param name="Delay">How long to wait before it; zero when none follows.</param>
/// <param name="Next">What to store until then, and to decide on after that attempt; when none follows, the progress as it was.</param>
public readonly record struct RetryDecision(bool Retry, RetryEnd? End, TimeSpan Delay, RetryProgress Next);
