namespace StatefulScheduler.Conformance;

// A deliberate difference between the library and the origin of the vectors. A rule looks at what a case says, never at
// its id. One that maps changes what is expected and then compares; one that skips compares nothing.
internal sealed record Rule(string Name, string Why);
