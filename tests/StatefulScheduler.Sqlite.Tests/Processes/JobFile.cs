using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace StatefulScheduler.Sqlite.Tests;

// A file of jobs that no worker holds, looked at by a scheduler that runs nothing.
internal sealed class JobFile(string path)
{
    public string Path => path;

    public Task<ScheduledJob> GetAsync(string id) => OpenAsync(jobs => jobs.GetJobAsync(id));

    public Task<IReadOnlyList<ScheduledJob>> AllAsync() => OpenAsync(async jobs => (await jobs.QueryJobsAsync(new JobQuery { PageSize = 1000 })).Items);

    // Oldest first.
    public Task<List<StateVersion>> HistoryAsync(string id) => OpenAsync(async jobs =>
        (await ReadAsync(after => jobs.GetStateHistoryAsync(id, after, 10_000))).OrderBy(version => version.Version).ToList());

    // Oldest first.
    public Task<List<JobRun>> RunsAsync(string id) => OpenAsync(jobs => RunsAsync(jobs, id));

    public Task<Dictionary<string, List<JobRun>>> RunsAsync(IEnumerable<string> ids) => OpenAsync(async jobs =>
    {
        var all = new Dictionary<string, List<JobRun>>();
        foreach (var id in ids)
            all[id] = await RunsAsync(jobs, id);
        return all;
    });

    // Somebody looks at the job: what killed its process is counted anew.
    public Task VouchForAsync(string id) => OpenAsync(jobs => jobs.ModifyJobAsync(id, change => change.Options(options => options with { Description = $"seen at {DateTimeOffset.UtcNow:O}" })));

    public Task<ScheduledJob> ResumeAsync(string id) => OpenAsync(jobs => jobs.ResumeJobAsync(id));

    public void CheckIntegrity() => Assert.Equal("ok", Read("PRAGMA integrity_check"));

    // As the last owner left them.
    public int CountOpenRuns() => int.Parse(Read("SELECT count(*) FROM job WHERE open IS NOT NULL"), CultureInfo.InvariantCulture);

    private string Read(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture)!;
    }

    private static async ValueTask<List<JobRun>> RunsAsync(IScheduler jobs, string id)
    {
        var runs = await ReadAsync(after => jobs.GetRunsAsync(id, after, 10_000));
        runs.Reverse();
        return runs;
    }

    private static async ValueTask<List<T>> ReadAsync<T>(Func<string?, ValueTask<JobPage<T>>> read)
    {
        var all = new List<T>();
        string? after = null;
        do
        {
            var page = await read(after);
            all.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        return all;
    }

    private async Task<T> OpenAsync<T>(Func<IScheduler, ValueTask<T>> act)
    {
        var services = new ServiceCollection();
        services.AddStatefulScheduler()
            .UseSqlite(path, store => (store.KeepRuns, store.OwnerWait) = (100_000, TimeSpan.Zero))
            .Configure(options => (options.StartPaused, options.NodeName) = (true, "test"));
        await using var provider = services.BuildServiceProvider();
        var scheduler = provider.GetRequiredService<IScheduler>();
        await scheduler.StartAsync();
        return await act(scheduler);
    }
}
