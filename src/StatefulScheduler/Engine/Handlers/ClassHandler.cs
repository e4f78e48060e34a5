using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace StatefulScheduler.Engine;

// A class from the container: a singleton is resolved once, anything else in a scope of the run's own.
internal sealed class ClassHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.Interfaces)] TJob> : JobHandler
    where TJob : class, IJob
{
    private readonly IServiceProvider? root;
    private TJob? shared;

    public ClassHandler(string name, HandlerBuilder code, JobJson json, IServiceProvider root, bool isSingleton)
        : base(name, code, json)
    {
        this.root = isSingleton ? root : null;
        StateType ??= FindState() is { } state ? json.StateType(state) : null;
    }

    public override Type JobType => typeof(TJob);

    public override ValueTask InvokeAsync(JobContext job, CancellationToken cancellationToken)
    {
        var instance = root is null ? job.Services.GetRequiredService<TJob>() : shared ??= root.GetRequiredService<TJob>();
        return instance.RunAsync(job, cancellationToken);
    }

    private static Type? FindState() =>
        typeof(TJob).GetInterfaces().FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IJob<>))?.GetGenericArguments()[0];
}
