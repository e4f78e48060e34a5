namespace StatefulScheduler.Retries;

// What a strategy looks at. A policy collects it once, so that a call pays only for what somebody will look at.
[Flags]
internal enum StrategyNeeds
{
    None = 0,

    // The time since the first attempt began: the clock is read before the first attempt.
    Clock = 1,

    // A RetryState, and with it the time and the result as an object.
    State = 2 | Clock,

    // Results that came back without an exception.
    Results = 4,

    // An answer that may have to be awaited.
    Async = 8,

    // The result as an object, where it is one.
    ResultObject = 16,
}
