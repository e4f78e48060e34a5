using System.Globalization;

namespace StatefulScheduler.Conformance.Apscheduler.Scenarios;

// Something that was told, in the words of our events; both sides are brought to it. At is the occurrence of a run.
internal sealed record Happening(string Kind, string Job = "", DateTimeOffset? At = null, string? Value = null)
{
    public bool IsOfScheduler => Kind is nameof(SchedulerStarted) or nameof(SchedulerStopped) or nameof(SchedulerPaused) or nameof(SchedulerResumed);

    public bool IsStart => Kind == nameof(RunStarted);

    public bool IsEnd => At is not null && !IsStart;

    public bool IsChange => Kind is nameof(JobModified) or nameof(JobPaused) or nameof(JobResumed) or nameof(JobRescheduled);

    public override string ToString() => string.Join(" ", new[] { Kind, Job, At is { } at ? Clock(at) : null, Value }.Where(part => !string.IsNullOrEmpty(part)));

    public static string Clock(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
}
