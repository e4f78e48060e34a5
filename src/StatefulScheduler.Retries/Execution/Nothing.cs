namespace StatefulScheduler.Retries;

// The result of an operation that has none, so that there is one loop and not two.
internal readonly struct Nothing;
