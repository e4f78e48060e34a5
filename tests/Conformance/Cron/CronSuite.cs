namespace StatefulScheduler.Conformance.Cron;

// What Cronos 0.13.0 answered; the format is told in the README.md beside the vectors.
internal static class CronSuite
{
    public static Suite Create() => new("cron",
    [
        VectorFile.Of("next.jsonl", NextJudge.Judge),
        VectorFile.Of("prev.jsonl", PreviousJudge.Judge),
        VectorFile.Of("facts.jsonl", JudgeFact),
        VectorFile.Of("invalid.jsonl", RefusalJudge.Judge),
        VectorFile.Of("odd.jsonl", NextJudge.Judge),
        VectorFile.Of("far.jsonl", NextJudge.Judge),
        VectorFile.Of("jitter.jsonl", vector => vector.Has("err") ? RefusalJudge.Judge(vector) : NextJudge.Judge(vector)),
        VectorFile.Of("transitions.jsonl", TransitionJudge.Judge),
    ]);

    private static Verdict JudgeFact(Vector fact) => fact.Text("k") switch
    {
        "next" => NextJudge.Judge(fact),
        "prev" => PreviousJudge.Judge(fact),
        "invalid" => RefusalJudge.Judge(fact),
        "canon" => TextJudge.Judge(fact),
        "eq" => EqualityJudge.Judge(fact),
        "range" => RangeJudge.Judge(fact),
        var kind => Verdict.Failed("a judge of this kind of fact", $"none for '{kind}'"),
    };
}
