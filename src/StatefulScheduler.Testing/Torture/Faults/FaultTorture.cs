namespace StatefulScheduler.Testing;

// One call of the store fails, the first of its kind, the second, the third, …, each on a day of its own.
internal sealed class FaultTorture(StoreVerb verb, bool answerIsLost)
{
    private static readonly StoreVerb[] Verbs = [StoreVerb.Add, StoreVerb.Get, StoreVerb.Query, StoreVerb.Claim, StoreVerb.Renew, StoreVerb.Commit, StoreVerb.Remove];

    public static IEnumerable<TortureCheck> All =>
    [
        .. Verbs.Select((verb, index) => new TortureCheck(
            $"F{index + 1}",
            $"a {Name(verb)} fails before the store has done anything, at its first, second, third … call",
            "nothing that was answered is lost, nothing is done that was not asked for, nothing runs twice, every job goes on, and one command at most hears of it",
            new FaultTorture(verb, answerIsLost: false).VerifyAsync)),
        .. Verbs.Select((verb, index) => new TortureCheck(
            $"F{Verbs.Length + index + 1}",
            $"the answer of a {Name(verb)} is lost after the store has done what it was asked, at its first, second, third … call",
            "nothing that was answered is lost, nothing is done twice, nothing runs twice, every job goes on, and one command at most hears of it",
            new FaultTorture(verb, answerIsLost: true).VerifyAsync)),
    ];

    // The first ones, then fewer and fewer: there are hundreds.
    private async Task VerifyAsync(TortureGround ground)
    {
        var call = 1;
        for (var isMet = true; isMet; call += 1 + (call / 4))
        {
            try
            {
                isMet = await IsMetAsync(ground, call).ConfigureAwait(false);
            }
            catch (Exception escaped) when (escaped is not (TortureException or OperationCanceledException))
            {
                ground.Must(false, $"with call {call}, what should have stayed inside came out: {escaped}.");
            }
        }

        ground.Must(call > 2, $"no {Name(verb)} was called.");
    }

    private async Task<bool> IsMetAsync(TortureGround ground, int call)
    {
        var day = await FaultedDay.LiveAsync(ground, faults => Plan(faults, call)).ConfigureAwait(false);
        await using var harness = day.Harness;
        var isMet = harness.Faults.AreUsedUp;
        harness.Faults.Forget();
        var truth = new FaultedDayTruth(day, isStored: answerIsLost && verb is StoreVerb.Commit or StoreVerb.Remove or StoreVerb.Add);
        foreach (var broken in await truth.BrokenAsync().ConfigureAwait(false))
            ground.Must(false, $"with call {call}, which {(day.Failed.TryPeek(out var command) ? $"failed the command '{command}'" : "no command heard of")}, {broken}");
        return isMet;
    }

    private void Plan(StoreFaults faults, int call)
    {
        var fault = new StoreUnavailableException("default", $"{verb} {call} fails as planned.");
        if (call > 1)
            faults.LetPass(verb, call - 1);
        if (answerIsLost)
            faults.LoseAnswer(verb, exception: fault);
        else
            faults.FailNext(verb, exception: fault);
    }

    private static string Name(StoreVerb verb) => verb switch
    {
        StoreVerb.Add => "insertion",
        StoreVerb.Get => "read",
        StoreVerb.Query => "query",
        StoreVerb.Claim => "claim",
        StoreVerb.Renew => "renewal",
        StoreVerb.Remove => "removal",
        _ => "commit",
    };
}
