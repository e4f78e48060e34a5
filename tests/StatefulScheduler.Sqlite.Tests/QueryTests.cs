using StatefulScheduler.Stores;

namespace StatefulScheduler.Sqlite.Tests;

public sealed class QueryTests : IAsyncLifetime
{
    private TestStore store = null!;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.OpenAsync();
        await store.AddAsync(
            store.Job("a1", TimeSpan.FromMinutes(3), state: """{"phase":"load","n":1,"big":9007199254740993,"order":{"items":[{"price":1.5}]},"odd name":"x","a.b":1,"q\"t":true}""", plan: Tagged("red", "blue")),
            store.Job("a2", TimeSpan.FromMinutes(1), handler: "other", state: """{"phase":"done","n":10,"flag":true,"none":null,"list":[1,{"b":2,"a":1}]}""", plan: Tagged("red")),
            store.Job("b1", TimeSpan.FromMinutes(2), state: """{"phase":"Load","n":2.5,"flag":false}"""),
            store.Job("b_x", state: """{"n":"10"}""") with { NextFireAt = null, Status = JobStatus.Completed });
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Every_job_answers_the_empty_query_by_id() => Assert.Equal(["a1", "a2", "b1", "b_x"], await store.IdsAsync(JobQuery.All));

    [Theory]
    [InlineData("a", "a1 a2")]
    [InlineData("b_", "b_x")]
    [InlineData("b%", "")]
    [InlineData("A", "")]
    public async Task A_prefix_is_taken_literally(string prefix, string expected) => await AssertAsync(new JobQuery { IdPrefix = prefix }, expected);

    [Fact]
    public async Task Prefixes_end_where_their_last_character_does()
    {
        await store.AddAsync(store.Job("中1"), store.Job("中\U0010FFFF"), store.Job("丮"), store.Job("\uD7FF1"));

        await AssertAsync(new JobQuery { IdPrefix = "中" }, "中1 中\U0010FFFF");
        await AssertAsync(new JobQuery { IdPrefix = "\uD7FF" }, "\uD7FF1");
    }

    [Fact]
    public async Task Handler_tags_status_and_next_fire_narrow_the_answer()
    {
        await AssertAsync(new JobQuery { Handler = "other" }, "a2");
        await AssertAsync(new JobQuery { Tags = ["red"] }, "a1 a2");
        await AssertAsync(new JobQuery { Tags = ["red", "blue"] }, "a1");
        await AssertAsync(new JobQuery { Statuses = [JobStatus.Completed, JobStatus.Failed] }, "b_x");
        await AssertAsync(new JobQuery { NextFireFrom = store.Time.Now + TimeSpan.FromMinutes(2) }, "a1 b1");
        await AssertAsync(new JobQuery { NextFireBefore = store.Time.Now + TimeSpan.FromMinutes(2) }, "a2");
        await AssertAsync(new JobQuery { IdPrefix = "a", Tags = ["red"], State = [StateFilter.Is("n", 10)] }, "a2");
    }

    [Theory]
    [InlineData("phase", StateComparison.Equal, "\"load\"", "a1")]
    [InlineData("phase", StateComparison.NotEqual, "\"load\"", "a2 b1 b_x")]
    [InlineData("phase", StateComparison.LessThan, "\"load\"", "a2 b1")]
    [InlineData("phase", StateComparison.AtLeast, "\"done\"", "a1 a2")]
    [InlineData("phase", StateComparison.Contains, "\"oa\"", "a1 b1")]
    [InlineData("phase", StateComparison.Contains, "1", "")]
    [InlineData("phase", StateComparison.Exists, "null", "a1 a2 b1")]
    [InlineData("phase", StateComparison.Missing, "null", "b_x")]
    [InlineData("n", StateComparison.Equal, "10", "a2")]
    [InlineData("n", StateComparison.Equal, "1e1", "a2")]
    [InlineData("n", StateComparison.Equal, "\"10\"", "b_x")]
    [InlineData("n", StateComparison.MoreThan, "2", "a2 b1")]
    [InlineData("n", StateComparison.AtMost, "2.5", "a1 b1")]
    [InlineData("big", StateComparison.Equal, "9007199254740993", "a1")]
    [InlineData("big", StateComparison.Equal, "9007199254740992", "")]
    [InlineData("flag", StateComparison.Equal, "true", "a2")]
    [InlineData("flag", StateComparison.NotEqual, "true", "a1 b1 b_x")]
    [InlineData("none", StateComparison.Equal, "null", "a2")]
    [InlineData("none", StateComparison.Exists, "null", "a2")]
    [InlineData("list", StateComparison.Equal, """[1,{"a":1,"b":2}]""", "a2")]
    [InlineData("list", StateComparison.NotEqual, """[1,{"a":1,"b":3}]""", "a1 a2 b1 b_x")]
    [InlineData("$.order.items[0].price", StateComparison.Equal, "1.5", "a1")]
    [InlineData("$.order.items[1].price", StateComparison.Exists, "null", "")]
    [InlineData("$.['odd name']", StateComparison.Equal, "\"x\"", "a1")]
    [InlineData("odd name", StateComparison.Equal, "\"x\"", "a1")]
    [InlineData("a.b", StateComparison.Equal, "1", "a1")]
    [InlineData("$.a.b", StateComparison.Exists, "null", "")]
    [InlineData("q\"t", StateComparison.Equal, "true", "a1")]
    [InlineData("""$.['q"t']""", StateComparison.Equal, "true", "a1")]
    public async Task A_condition_on_the_state_is_judged_in_the_store(string path, StateComparison comparison, string value, string expected) =>
        await AssertAsync(new JobQuery { State = [new StateFilter(path, comparison, JobValue.Parse(value))] }, expected);

    [Theory]
    [InlineData("$.")]
    [InlineData("$.a[x]")]
    [InlineData("$.a['b'")]
    public async Task A_path_that_is_none_is_refused(string path) =>
        await Assert.ThrowsAsync<ArgumentException>(() => store.IdsAsync(new JobQuery { State = [new StateFilter(path, StateComparison.Exists)] }));

    [Theory]
    [InlineData(JobOrder.Id, false, "a1 a2 b1 b_x")]
    [InlineData(JobOrder.Id, true, "b_x b1 a2 a1")]
    [InlineData(JobOrder.NextFireAt, false, "a2 b1 a1 b_x")]
    [InlineData(JobOrder.NextFireAt, true, "a1 b1 a2 b_x")]
    [InlineData(JobOrder.PreviousFireAt, false, "a1 a2 b1 b_x")]
    [InlineData(JobOrder.PreviousFireAt, true, "b_x b1 a2 a1")]
    [InlineData(JobOrder.AddedAt, true, "b_x b1 a2 a1")]
    public async Task Pages_of_any_size_give_every_job_once_in_order_those_without_the_instant_last(JobOrder order, bool descending, string expected)
    {
        for (var size = 1; size <= 5; size++)
        {
            var query = new JobQuery { OrderBy = order, Descending = descending, PageSize = size };
            var seen = new List<string>();
            do
            {
                var page = await store.Store.QueryAsync(query, TestContext.Current.CancellationToken);
                seen.AddRange(page.Items.Select(job => job.Id));
                query = query with { After = page.Next };
            }
            while (query.After is not null);

            Assert.Equal(expected, string.Join(' ', seen));
        }
    }

    [Theory]
    [InlineData("nonsense!")]
    [InlineData("MCwwLCxhMQ")]
    public async Task A_place_of_another_query_is_refused(string after) =>
        await Assert.ThrowsAsync<ArgumentException>(() => store.IdsAsync(new JobQuery { OrderBy = JobOrder.NextFireAt, After = after }));

    private static Func<JobPlan, JobPlan> Tagged(params string[] tags) => plan => plan with { Options = new JobOptions { Tags = tags } };

    private async Task AssertAsync(JobQuery query, string expected)
    {
        Assert.Equal(expected, string.Join(' ', await store.IdsAsync(query)));
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, await store.Store.CountAsync(query, TestContext.Current.CancellationToken));
    }
}
