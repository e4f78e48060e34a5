namespace Quickstart;

// Where one story happens: two databases that know nothing of each other.
internal sealed record WorkFolder(string Path)
{
    public string Jobs => System.IO.Path.Combine(Path, "jobs.db");

    public string Orders => System.IO.Path.Combine(Path, "orders.db");

    public string WorkerLog => System.IO.Path.Combine(Path, "worker.log");

    public static WorkFolder Fresh()
    {
        var path = System.IO.Path.Combine(AppContext.BaseDirectory, "work");
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        Directory.CreateDirectory(path);
        return new(path);
    }
}
