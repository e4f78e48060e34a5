using StatefulScheduler.Testing;

namespace StatefulScheduler.PostgreSql.Tests;

// What every store promises, put to this one: a schema of its own for each check. Once with the statements for many plain jobs, and once row by row.
public sealed class SharedPromisesTests(TestServer fixture)
{
    // All nodes count leases by the server's clock, which is one and has no monotonic twin; there is no other clock that could be set.
    private const string OwnClock = "Setting the wall clock ends no lease";

    // Whose turn it is among suspects is remembered by a node's store. These checks ask one node's name at two of them.
    private static readonly string[] OfOneNode =
    [
        "Jobs that were abandoned twice in a row are taken over one at a time, whichever",
        "The next such job is due, and announced, when the run of the one before ends, whichever",
        "The next such job is due, and announced, when somebody decides on the one before, or removes it, whichever",
    ];

    // Promises that this store does not keep yet, or cannot show yet: they are named in every run.
    private static readonly string[] Open = ["E6", "E9", "E11", "E12"];

    private static int schemas;

    public static TheoryData<string, bool> Contract => Twice(JobStoreContract.Checks.Select(check => check.Name).Where(name => name != OwnClock));

    public static TheoryData<string> SharedContract => [.. SharedJobStoreContract.Checks.Select(check => check.Name).Where(name => !name.Contains(OwnClock, StringComparison.Ordinal) && !Array.Exists(OfOneNode, one => name.StartsWith(one, StringComparison.Ordinal)))];

    public static TheoryData<string, bool> Torture => Twice(TortureList.Checks.Select(check => check.Code));

    public static TheoryData<string> TortureCodes => [.. TortureList.Checks.Select(check => check.Code)];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Contract))]
    public Task The_store_keeps_the_contract(string name, bool many)
    {
        SkipOpen(name);
        return JobStoreContract.Checks.Single(check => check.Name == name).VerifyAsync((_, _) => new(NewStore(many)), Ct);
    }

    [Theory]
    [MemberData(nameof(SharedContract))]
    public Task Two_nodes_keep_the_contract(string name)
    {
        SkipOpen(name);
        var schema = NewSchema();
        return SharedJobStoreContract.Checks.Single(check => check.Name == name).VerifyAsync((_, _) => new(NewStore(schema)), (_, _, _) => new(NewStore(schema)), Ct);
    }

    [Theory]
    [MemberData(nameof(Torture))]
    public Task The_store_keeps(string code, bool many) =>
        TortureList.Checks.Single(check => check.Code == code).VerifyAsync(_ => new(NewStore(many)), Ct);

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(1, false)]
    public Task It_is_like_the_reference(int seed, bool many) => JobStoreModel.CompareAsync((_, _) => new(NewStore(many)), seed, 600, Ct);

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(1, false)]
    public Task Every_job_has_one_history(int seed, bool many) => JobStoreLinearizability.VerifyAsync((_, _) => new(NewStore(many)), seed, 300, Ct);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Every_job_has_one_history_on_four_nodes(int seed)
    {
        var schema = NewSchema();
        return JobStoreLinearizability.VerifyAsync((_, _) => new(NewStore(schema)), (_, _, _) => new(NewStore(schema)), seed, 200, Ct);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Every_job_has_one_history_although_every_answer_is_lost_once(int seed) =>
        JobStoreLinearizability.VerifyAsync((_, _) => new(NewStore(many: true, losesAnswer: attempt => attempt == 1)), seed, 100, Ct);

    [Theory]
    [MemberData(nameof(TortureCodes))]
    public Task The_store_keeps_it_although_every_answer_is_lost_once(string code)
    {
        SkipOpen(code);
        return TortureList.Checks.Single(check => check.Code == code).VerifyAsync(_ => new(NewStore(many: true, losesAnswer: attempt => attempt == 1)), Ct);
    }

    private static TheoryData<string, bool> Twice(IEnumerable<string> names)
    {
        var data = new TheoryData<string, bool>();
        foreach (var name in names)
        {
            data.Add(name, true);
            data.Add(name, false);
        }

        return data;
    }

    private static void SkipOpen(string promise)
    {
        if (Array.Find(Open, open => promise.StartsWith(open, StringComparison.Ordinal)) is { } known)
            Assert.Skip($"The store does not keep this promise yet: {known}");
    }

    private static string NewSchema() => $"promises {Interlocked.Increment(ref schemas)}";

    private PostgreSqlJobStore NewStore(bool many, Func<int, bool>? losesAnswer = null) => NewStore(NewSchema(), many, losesAnswer);

    private PostgreSqlJobStore NewStore(string schema, bool many = true, Func<int, bool>? losesAnswer = null) => new(
        fixture.Server.ConnectionString(),
        new PostgreSqlStoreOptions { Schema = schema, UsesSchedulerTime = true, UsesFastStatements = many, LosesAnswer = losesAnswer });
}
