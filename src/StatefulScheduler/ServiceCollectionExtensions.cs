using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using StatefulScheduler.Engine;

namespace StatefulScheduler;

/// <summary>Adds schedulers to an application's services.</summary>
public static class ServiceCollectionExtensions
{
    extension(IServiceCollection services)
    {
        /// <summary>Adds the scheduler, as <see cref="IScheduler"/>. Calls for the same scheduler add up.</summary>
        /// <param name="configure">Says what it is made of.</param>
        /// <returns>The builder, for more.</returns>
        public SchedulerBuilder AddStatefulScheduler(Action<SchedulerBuilder>? configure = null) =>
            services.AddStatefulScheduler(string.Empty, configure);

        /// <summary>Adds a scheduler under a name, as a keyed <see cref="IScheduler"/>: <c>[FromKeyedServices("reports")] IScheduler reports</c>. Calls for the same scheduler add up.</summary>
        /// <param name="name">Its name, and that of its options; empty for the unnamed scheduler.</param>
        /// <param name="configure">Says what it is made of.</param>
        /// <returns>The builder, for more.</returns>
        public SchedulerBuilder AddStatefulScheduler(string name, Action<SchedulerBuilder>? configure = null)
        {
            ArgumentNullException.ThrowIfNull(services);
            ArgumentNullException.ThrowIfNull(name);
            var builder = new SchedulerBuilder(services, PartsOf(services, name));
            configure?.Invoke(builder);
            return builder;
        }
    }

    private static SchedulerParts PartsOf(IServiceCollection services, string name)
    {
        foreach (var service in services)
        {
            if (!service.IsKeyedService && service.ImplementationInstance is SchedulerParts known && known.Name == name)
                return known;
        }

        var parts = new SchedulerParts(name);
        services.AddSingleton(parts);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SchedulerOptions>, SchedulerOptionsValidator>());
        services.AddOptionsWithValidateOnStart<SchedulerOptions>(name);
        services.AddKeyedSingleton<IScheduler>(name, (provider, _) => new Scheduler(parts, provider));
        if (name.Length == 0)
            services.AddSingleton(provider => provider.GetRequiredKeyedService<IScheduler>(string.Empty));
        return parts;
    }
}
