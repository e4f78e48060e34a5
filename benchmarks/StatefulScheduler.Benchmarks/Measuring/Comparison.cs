namespace StatefulScheduler.Benchmarks.Measuring;

// One thing that can be compared: its name on the command line, what it does, and the run. False: something that must hold does not.
internal sealed record Comparison(string Name, string What, Func<CompareOptions, Report, Task<bool>> RunAsync);
