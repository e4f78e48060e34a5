namespace StatefulScheduler.Sqlite.Tests;

internal sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sts-");

    public string File(string name = "jobs.db") => Path.Combine(folder.FullName, name);

    public void Dispose()
    {
        if (Directory.Exists(folder.FullName))
            folder.Delete(recursive: true);
    }
}
