namespace StatefulScheduler.Conformance;

// The vectors of one origin: which files there are, and who reads each.
internal sealed record Suite(string Name, IReadOnlyList<VectorFile> Files)
{
    public static IReadOnlyList<Suite> All { get; } = [Cron.CronSuite.Create(), Apscheduler.ApschedulerSuite.Create(), Tenacity.TenacitySuite.Create(), Tokens.TokensSuite.Create()];

    public static Suite? Find(string name) => All.FirstOrDefault(suite => suite.Name == name);

    // One folder of vectors holds the suites side by side; the folder of one suite will do too.
    public string FolderIn(string folder)
    {
        var own = Path.Combine(folder, Name);
        return Directory.Exists(own) ? own : folder;
    }

    public async Task<Report> RunAsync(string folder)
    {
        var report = new Report(Name);
        foreach (var path in PathsIn(folder))
            await JudgeAsync(path, report);
        return report;
    }

    public async Task<Report> RunFileAsync(string path)
    {
        var report = new Report(Name);
        await JudgeAsync(path, report);
        return report;
    }

    public static IReadOnlyList<string> PathsIn(string folder) =>
        [.. Directory.GetFiles(folder).Where(path => Path.GetExtension(path) is ".json" or ".jsonl").Order(StringComparer.Ordinal)];

    private async Task JudgeAsync(string path, Report report)
    {
        var fileName = Path.GetFileName(path);
        if (Files.FirstOrDefault(file => file.Name == fileName) is not { } file)
        {
            // Silence would pass for conformance.
            report.Add(Vector.OfFile(path), Verdict.Failed($"a class that reads the vectors of {fileName}", "none"));
            return;
        }

        foreach (var vector in file.Read(path))
            report.Add(vector, await TryJudgeAsync(file, vector));
    }

    private static async Task<Verdict> TryJudgeAsync(VectorFile file, Vector vector)
    {
        try
        {
            return await file.JudgeAsync(vector);
        }
        catch (Exception exception) // The boundary: whatever one vector meets is its own failure, and the next is judged.
        {
            return Verdict.Failed("no exception", $"{exception.GetType().Name}: {exception.Message} {FirstFrame(exception)}");
        }
    }

    private static string? FirstFrame(Exception exception) => exception.StackTrace?.Split('\n').FirstOrDefault()?.Trim();
}
