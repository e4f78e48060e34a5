using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using static StatefulScheduler.Retries.Tests.Some;

namespace StatefulScheduler.Retries.Tests.Conditions;

public class ConditionTests
{
    private static readonly OperationCanceledException Cancelled = new("c");

    [Fact]
    public void Exceptions_are_matched_with_those_derived_from_them()
    {
        Assert.True(RetryIf.Exception().ShouldRetry(Threw<IOException>()));
        Assert.False(RetryIf.Exception().ShouldRetry(Returned(1)));
        Assert.True(RetryIf.Exception<IOException>().ShouldRetry(Threw<FileNotFoundException>()));
        Assert.False(RetryIf.Exception<IOException>().ShouldRetry(Threw<ArgumentException>()));
        Assert.True(RetryIf.Exception<IOException>(error => error.Message == "x").ShouldRetry(Threw<IOException>()));
        Assert.False(RetryIf.Exception<IOException>(error => error.Message == "y").ShouldRetry(Threw<IOException>()));
        Assert.True(RetryIf.ExceptionOf(typeof(IOException), typeof(TimeoutException)).ShouldRetry(Threw<TimeoutException>()));
        Assert.False(RetryIf.ExceptionOf(typeof(IOException), typeof(TimeoutException)).ShouldRetry(Threw<ArgumentException>()));
        Assert.False(RetryIf.ExceptionOf().ShouldRetry(Threw<IOException>()));
        Assert.Throws<ArgumentException>(() => RetryIf.ExceptionOf(typeof(string)));
    }

    [Fact]
    public void Not_and_unless_differ_in_what_they_make_of_results()
    {
        Assert.False(RetryIf.NotException<IOException>().ShouldRetry(Threw<FileNotFoundException>()));
        Assert.True(RetryIf.NotException<IOException>().ShouldRetry(Threw<ArgumentException>()));
        Assert.False(RetryIf.NotException<IOException>().ShouldRetry(Returned(null)));
        Assert.False(RetryIf.UnlessException<IOException>().ShouldRetry(Threw<FileNotFoundException>()));
        Assert.True(RetryIf.UnlessException<IOException>().ShouldRetry(Threw<ArgumentException>()));
        Assert.True(RetryIf.UnlessException<IOException>().ShouldRetry(Returned(null)));
    }

    [Fact]
    public void A_cause_lies_below_and_is_not_the_exception_itself()
    {
        var deep = new InvalidOperationException("a", new ArgumentException("b", new IOException("c")));

        Assert.True(RetryIf.Cause<IOException>().ShouldRetry(Attempt(1, deep)));
        Assert.False(RetryIf.Cause<InvalidOperationException>().ShouldRetry(Attempt(1, deep)));
        Assert.True(RetryIf.Cause<IOException>().ShouldRetry(Attempt(1, new AggregateException(new ArgumentException(), new InvalidOperationException("a", new IOException())))));
        Assert.False(RetryIf.Cause<IOException>().ShouldRetry(Returned(1)));
    }

    [Fact]
    public void Messages_are_equal_or_fit_a_pattern()
    {
        Assert.True(RetryIf.Message("x").ShouldRetry(Threw<IOException>()));
        Assert.False(RetryIf.Message("x").ShouldRetry(Threw<IOException>("xy")));
        Assert.True(RetryIf.Message("").ShouldRetry(Threw<IOException>("")));
        Assert.True(RetryIf.Message(new Regex("^b.*m")).ShouldRetry(Threw<IOException>("boom 2")));
        Assert.True(RetryIf.NotMessage("x").ShouldRetry(Threw<IOException>("y")));
        Assert.True(RetryIf.NotMessage("x").ShouldRetry(Returned("x")));
        Assert.False(RetryIf.NotMessage(new Regex("x")).ShouldRetry(Threw<IOException>("axb")));
    }

    [Fact]
    public void Results_are_bad_or_not_good()
    {
        Assert.True(RetryIf.Result<int>(n => n < 3).ShouldRetry(Returned(2)));
        Assert.False(RetryIf.Result<int>(n => n < 3).ShouldRetry(Returned(3)));
        Assert.False(RetryIf.Result<int>(n => n < 3).ShouldRetry(Returned("2")));
        Assert.False(RetryIf.Result<int>(_ => true).ShouldRetry(Threw<IOException>()));
        Assert.True(RetryIf.NotResult<int>(n => n == 2).ShouldRetry(Returned(3)));
        Assert.False(RetryIf.NotResult<int>(n => n == 2).ShouldRetry(Threw<IOException>()));
        Assert.True(RetryIf.Result<string?>(text => text is null).ShouldRetry(Returned(null)));
    }

    [Fact]
    public void A_result_of_another_type_is_judged_where_it_fits()
    {
        var empty = new RetryPolicy(new() { RetryIf = RetryIf.Result<IReadOnlyCollection<int>>(list => list.Count == 0), Wait = Wait.None });
        var none = new RetryPolicy(new() { RetryIf = RetryIf.Result<object?>(thing => thing is null), Wait = Wait.None });
        int lists = 0, texts = 0, numbers = 0;

        var list = empty.Execute(_ => ++lists < 3 ? Array.Empty<int>() : [1]);
        var text = none.Execute<string?>(_ => ++texts < 3 ? null : "here");
        var number = none.Execute(_ => ++numbers);

        Assert.Equal((3, "here", 1), (lists, text, number));
        Assert.Equal([1], list);
        Assert.Equal((3, 1), (texts, numbers));
    }

    [Fact]
    public void An_exception_that_equals_the_wanted_result_does_not_match()
    {
        var wanted = new IOException("x");

        Assert.False((RetryIf.Result<Exception>(result => result == wanted) | RetryIf.Exception<TimeoutException>()).ShouldRetry(Attempt(1, wanted)));
    }

    [Fact]
    public void Operators_combine_and_combinations_of_a_kind_are_one()
    {
        var (three, io) = (RetryIf.Result<int>(n => n == 3), RetryIf.Exception<IOException>());

        Assert.True((three | io).ShouldRetry(Returned(3)));
        Assert.True((three | io).ShouldRetry(Threw<IOException>()));
        Assert.False((three | io).ShouldRetry(Returned(2)));
        Assert.False((three & io).ShouldRetry(Returned(3)));
        Assert.True((io & RetryIf.Message("x")).ShouldRetry(Threw<IOException>()));
        Assert.True((!three).ShouldRetry(Returned(2)));
        Assert.True((!three).ShouldRetry(Threw<IOException>()));
        Assert.False((!three).ShouldRetry(Returned(3)));
        Assert.Equal(3, (three | io | three).Parts.Count);
        Assert.Equal(3, (three & (io & three)).Parts.Count);
        Assert.Equal(2, ((three & io) | three).Parts.Count);
        Assert.False(RetryIf.Any().ShouldRetry(Returned(1)));
        Assert.True(RetryIf.All().ShouldRetry(Returned(1)));
    }

    [Fact]
    public void A_delegate_is_a_condition_on_either_side()
    {
        Func<RetryState, bool> third = state => state.TryGetResult<int>(out var number) && number == 3;

        Assert.True((third | RetryIf.Never).ShouldRetry(Returned(3)));
        Assert.True((RetryIf.Never | third).ShouldRetry(Returned(3)));
        Assert.False((RetryIf.When(third) & RetryIf.Always).ShouldRetry(Returned(2)));
    }

    [Fact]
    public void A_cancellation_is_matched_only_by_who_names_it()
    {
        var state = Attempt(1, Cancelled);
        RetryCondition[] silent =
        [
            RetryIf.Exception(), RetryIf.Exception<SystemException>(), RetryIf.ExceptionOf(typeof(Exception)), RetryIf.NotException<IOException>(), RetryIf.UnlessException<IOException>(),
            RetryIf.NotMessage("x"), RetryIf.Message("c"), !RetryIf.Exception<IOException>(), !RetryIf.Never, RetryIf.Cause<Exception>(), RetryIf.Transient, RetryIf.Never,
        ];
        RetryCondition[] named =
        [
            RetryIf.Exception<OperationCanceledException>(), RetryIf.ExceptionOf(typeof(IOException), typeof(OperationCanceledException)), RetryIf.Always, RetryIf.When(retry => retry.Failed),
        ];

        Assert.All(silent, condition => Assert.False(condition.ShouldRetry(state), condition.ToString()));
        Assert.All(named, condition => Assert.True(condition.ShouldRetry(state), condition.ToString()));
    }

    [Fact]
    public void A_timeout_that_looks_like_a_cancellation_is_none()
    {
        using var other = new CancellationTokenSource();
        using var caller = new CancellationTokenSource();
        other.Cancel();
        var ofHttpClient = new TaskCanceledException("The request was canceled.", new TimeoutException());
        var ofSomebodysLimit = new OperationCanceledException(other.Token);

        Assert.True(RetryIf.Exception().ShouldRetry(Attempt(1, ofHttpClient)));
        Assert.True(RetryIf.Exception().ShouldRetry(new() { Exception = ofSomebodysLimit, CancellationToken = caller.Token }));
        Assert.True(RetryIf.Transient.ShouldRetry(Attempt(1, ofHttpClient)));

        caller.Cancel();

        Assert.False(RetryIf.Exception().ShouldRetry(new() { Exception = ofHttpClient, CancellationToken = caller.Token }));
        Assert.False(RetryIf.Exception().ShouldRetry(new() { Exception = ofSomebodysLimit, CancellationToken = caller.Token }));
    }

    [Fact]
    public void Transient_is_what_may_have_passed_a_moment_later()
    {
        Exception[] passing =
        [
            new TimeoutException(), new HttpRequestException("no connection"), new SocketException(), new IOException(), new HttpRequestException("x", null, HttpStatusCode.ServiceUnavailable),
            new HttpRequestException("x", null, HttpStatusCode.TooManyRequests), new HttpRequestException("x", null, HttpStatusCode.RequestTimeout), new AggregateException(new TimeoutException()),
        ];
        Exception[] lasting =
        [
            new FileNotFoundException(), new DirectoryNotFoundException(), new HttpRequestException("x", null, HttpStatusCode.NotFound), new HttpRequestException("x", null, HttpStatusCode.NotImplemented),
            new ArgumentException(), new InvalidOperationException(), new AggregateException(new TimeoutException(), new ArgumentException()),
        ];

        Assert.All(passing, error => Assert.True(RetryIf.Transient.ShouldRetry(Attempt(1, error)), error.ToString()));
        Assert.All(lasting, error => Assert.False(RetryIf.Transient.ShouldRetry(Attempt(1, error)), error.ToString()));
    }

    [Fact]
    public async Task Conditions_may_be_awaited_and_mixed_with_those_that_answer_at_once()
    {
        var awaited = RetryIf.ExceptionAsync(async (error, cancellationToken) =>
        {
            await Task.Yield();
            return error is IOException;
        });
        var small = RetryIf.ResultAsync<int>(async (number, cancellationToken) =>
        {
            await Task.Yield();
            return number < 3;
        });
        foreach (var condition in new[] { awaited | small | RetryIf.Message("m"), RetryIf.Message("m") | small | awaited, RetryIf.WhenAsync((state, _) => new(state.AttemptNumber < 5)) })
        {
            var script = new Script(new IOException("x"), 1, 2, new ArgumentException("m"), 3);
            var policy = new RetryPolicy(new() { RetryIf = condition, Wait = Wait.None, Stop = Stop.Never });

            Assert.Equal(3, await policy.ExecuteAsync(script.YieldAsync, TestContext.Current.CancellationToken));
            Assert.Equal(5, script.Calls);
        }

        Assert.False(await (!RetryIf.Always & awaited).ShouldRetryAsync(Threw<IOException>(), default));
        Assert.True(await (!RetryIf.Never & awaited).ShouldRetryAsync(Threw<IOException>(), default));
        Assert.False(await (!RetryIf.Never).ShouldRetryAsync(Attempt(1, Cancelled), default));
    }

    [Fact]
    public void A_condition_that_has_to_be_awaited_cannot_be_asked_synchronously()
    {
        var policy = new RetryPolicy(new() { RetryIf = RetryIf.WhenAsync((_, _) => new(true)) });

        Assert.Contains("ExecuteAsync", Assert.Throws<InvalidOperationException>(() => policy.Execute(_ => 1)).Message);
        Assert.Throws<InvalidOperationException>(() => policy.Decide(RetryProgress.Start(default), new IOException(), default));
    }

    [Fact]
    public void A_class_of_ones_own_is_asked()
    {
        var policy = new RetryPolicy(new() { RetryIf = new OddAttempts(), Wait = Wait.None });
        var script = new Script(1, 2, 3);

        Assert.Equal(2, policy.Execute(script.Call));
    }

    [Fact]
    public void Each_says_what_it_does() => Assert.Equal(
        "any exception or (IOException and message is 'x') or not (some results (Int32))",
        (RetryIf.Exception() | (RetryIf.Exception<IOException>() & RetryIf.Message("x")) | !RetryIf.Result<int>(_ => true)).ToString());

    private sealed class OddAttempts : RetryCondition
    {
        public override bool ShouldRetry(RetryState state) => state.AttemptNumber % 2 == 1;
    }
}
