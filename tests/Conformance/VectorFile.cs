using System.Text.Json;

namespace StatefulScheduler.Conformance;

// One kind of file: knows what its vectors claim, and finds out whether that is so of the library.
internal abstract class VectorFile(string name)
{
    public string Name { get; } = name;

    // Whether every vector of it is skipped.
    public virtual bool JudgesNothing => false;

    public static VectorFile Of(string name, Func<Vector, Verdict> judge) => new Judged(name, judge);

    // A file of a form of its own, which `read` makes vectors of.
    public static VectorFile Of(string name, Func<JsonElement, IEnumerable<Vector>> read, Func<Vector, ValueTask<Verdict>> judge) => new Structured(name, read, judge);

    public static VectorFile Skipped(string name, Func<JsonElement, IEnumerable<Vector>> read, Rule rule) => new Later(name, read, rule);

    public virtual IEnumerable<Vector> Read(string path) => Vector.Read(path);

    public abstract ValueTask<Verdict> JudgeAsync(Vector vector);

    private sealed class Judged(string name, Func<Vector, Verdict> judge) : VectorFile(name)
    {
        public override ValueTask<Verdict> JudgeAsync(Vector vector) => new(judge(vector));
    }

    private sealed class Structured(string name, Func<JsonElement, IEnumerable<Vector>> read, Func<Vector, ValueTask<Verdict>> judge) : VectorFile(name)
    {
        public override IEnumerable<Vector> Read(string path) => read(Vector.Parse(File.ReadAllText(path)));

        public override ValueTask<Verdict> JudgeAsync(Vector vector) => judge(vector);
    }

    private sealed class Later(string name, Func<JsonElement, IEnumerable<Vector>> read, Rule rule) : VectorFile(name)
    {
        public override bool JudgesNothing => true;

        public override IEnumerable<Vector> Read(string path) => read(Vector.Parse(File.ReadAllText(path)));

        public override ValueTask<Verdict> JudgeAsync(Vector vector) => new(Verdict.Skipped(rule));
    }
}
