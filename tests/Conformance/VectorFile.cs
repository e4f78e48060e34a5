namespace StatefulScheduler.Conformance;

// One kind of file: knows what its vectors claim, and finds out whether that is so of the library.
internal abstract class VectorFile(string name)
{
    public string Name { get; } = name;

    public static VectorFile Of(string name, Func<Vector, Verdict> judge) => new Judged(name, judge);

    public abstract ValueTask<Verdict> JudgeAsync(Vector vector);

    private sealed class Judged(string name, Func<Vector, Verdict> judge) : VectorFile(name)
    {
        public override ValueTask<Verdict> JudgeAsync(Vector vector) => new(judge(vector));
    }
}
