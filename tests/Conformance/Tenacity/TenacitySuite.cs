using StatefulScheduler.Conformance.Tenacity.Calls;

namespace StatefulScheduler.Conformance.Tenacity;

// What Tenacity did; the formats are told in the README.md beside the vectors.
internal static class TenacitySuite
{
    public static Suite Create() => new("tenacity",
    [
        VectorFile.Of("wait.json", WaitVectors.Judge),
        VectorFile.Of("wait_random.json", RandomWaitVectors.Judge),
        VectorFile.Of("wait_exception.json", ExceptionWaitVectors.Judge),
        VectorFile.Of("stop.json", StopVectors.Judge),
        VectorFile.Of("predicate.json", ConditionVectors.Judge),
        VectorFile.Of("text.json", TextVectors.Judge),
        VectorFile.Of("construct.json", ConstructVectors.Judge),
        new CallVectors("run.json", CallForms.OfCalls),
        new CallVectors("block.json", CallForms.OfBlocks),
    ]);
}
