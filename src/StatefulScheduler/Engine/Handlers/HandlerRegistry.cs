using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// The handlers of one scheduler, by name and by class.
internal sealed class HandlerRegistry
{
    private readonly Dictionary<string, JobHandler> byName;

    public HandlerRegistry(IEnumerable<JobHandler> handlers)
    {
        byName = handlers.ToDictionary(handler => handler.Name, StringComparer.Ordinal);
        Known = new HandlerSet(byName.ToDictionary(pair => pair.Key, pair => pair.Value.Schema));
    }

    public HandlerSet Known { get; }

    public JobHandler? Find(string name) => byName.GetValueOrDefault(name);

    public JobHandler Get(string name) => Find(name) ?? throw new HandlerNotFoundException(name, [.. byName.Keys.Order(StringComparer.Ordinal)]);

    public JobHandler Get(JobDefinition job)
    {
        if (job.JobType is null)
            return Get(job.Handler);

        var matches = byName.Values.Where(handler => handler.JobType == job.JobType).ToList();
        return matches.Count switch
        {
            1 => matches[0],
            0 => throw new HandlerNotFoundException(job.JobType.Name, [.. byName.Keys.Order(StringComparer.Ordinal)]),
            _ => throw new ArgumentException(
                $"'{job.JobType.Name}' is registered under {string.Join(", ", matches.Select(match => $"'{match.Name}'"))}: name the one you mean in JobDefinition.Handler."),
        };
    }
}
