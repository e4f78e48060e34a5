using StatefulScheduler.Conformance.Apscheduler.Specs;

namespace StatefulScheduler.Conformance.Apscheduler;

// Version 4's AND takes instants within a threshold, a second if nothing is said, for the same.
internal static class Threshold
{
    // It says so, or its members lie fractions of a second apart.
    public static bool MayMatterIn(Spec spec) =>
        spec.Type == "and" && (spec.Text("threshold") is null ? FractionsIn(spec) > 1 : spec.Number("threshold") > 0) ||
        spec.Type is "and" or "or" && spec.Members().Any(MayMatterIn);

    public static IEnumerable<Spec> LeavesOf(Spec spec) => spec.Type is "and" or "or" ? spec.Members().SelectMany(LeavesOf) : [spec];

    public static DateTimeOffset StartOf(Spec leaf) => leaf.StartsAt ?? DateText.Parse(leaf.Text("run_time")!).In(leaf.TimeZone);

    private static int FractionsIn(Spec spec) => LeavesOf(spec).Select(leaf => StartOf(leaf).Ticks % TimeSpan.TicksPerSecond).Distinct().Count();
}
