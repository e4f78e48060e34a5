namespace StatefulScheduler.Conformance;

// One kind of file: knows what its vectors claim, and finds out whether that is so of the library.
internal abstract class VectorFile(string name)
{
    public string Name { get; } = name;

    public abstract ValueTask<Verdict> JudgeAsync(Vector vector);
}
