using System.Collections.Concurrent;
using Quartz;

namespace StatefulScheduler.Benchmarks.Torture;

// A Quartz job whose code is what the scenario gave under the job's name.
internal sealed class ScriptedJob : Quartz.IJob
{
    private static readonly ConcurrentDictionary<string, Func<IJobExecutionContext, CancellationToken, Task>> Scripts = new();

    public static void Script(string name, Func<IJobExecutionContext, CancellationToken, Task> script) => Scripts[name] = script;

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        new(Scripts[context.JobDetail.Key.Name](context, cancellationToken));
}
