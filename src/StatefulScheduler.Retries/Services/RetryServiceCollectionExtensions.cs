using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace StatefulScheduler.Retries;

/// <summary>Adds retry policies and budgets to an application's services.</summary>
public static class RetryServiceCollectionExtensions
{
    extension(IServiceCollection services)
    {
        /// <summary>
        /// Adds a policy under a name, as a keyed service (<c>[FromKeyedServices("payments")] RetryPolicy policy</c>) and for <see cref="IRetryPolicyProvider"/>. Its values can be bound from
        /// configuration, <c>services.Configure&lt;RetryOptions&gt;("payments", section)</c>: they are checked when the host starts, and when they change the policy follows.
        /// Calls for the same name add up.
        /// </summary>
        /// <param name="name">The policy's name, and that of its options.</param>
        /// <param name="configure">Sets options; left out: none.</param>
        /// <returns>The services.</returns>
        public IServiceCollection AddRetry(string name, Action<RetryOptions>? configure = null)
        {
            AddPolicy(services, name);
            if (configure is not null)
                services.Configure(name, configure);
            return services;
        }

        /// <summary>Adds a policy under a name, whose options are set with the help of other services.</summary>
        /// <param name="name">The policy's name, and that of its options.</param>
        /// <param name="configure">Sets options.</param>
        /// <returns>The services.</returns>
        public IServiceCollection AddRetry(string name, Action<RetryOptions, IServiceProvider> configure)
        {
            ArgumentNullException.ThrowIfNull(configure);
            AddPolicy(services, name);
            services.AddOptions<RetryOptions>(name).Configure(configure);
            return services;
        }

        /// <summary>Adds a budget under a name, for the policies whose <see cref="RetryOptions.Budget"/> names it, and as a keyed service.</summary>
        /// <param name="name">The budget's name.</param>
        /// <param name="create">Makes the budget, once.</param>
        /// <returns>The services.</returns>
        public IServiceCollection AddRetryBudget(string name, Func<IServiceProvider, RetryBudget> create)
        {
            ArgumentNullException.ThrowIfNull(services);
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
            ArgumentNullException.ThrowIfNull(create);
            return services.AddKeyedSingleton(name, (provider, _) =>
            {
                var budget = create(provider);
                Telemetry.Watch(name, budget);
                return budget;
            });
        }
    }

    private static void AddPolicy(IServiceCollection services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        services.TryAddSingleton<IRetryPolicyProvider, RetryPolicyProvider>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RetryOptions>, RetryOptionsValidator>());
        if (services.Any(service => service.ServiceType == typeof(RetryPolicyName) && ((RetryPolicyName)service.ImplementationInstance!).Name == name))
            return;

        services.AddSingleton(new RetryPolicyName(name));
        services.AddOptionsWithValidateOnStart<RetryOptions>(name);
        services.AddKeyedSingleton(name, (provider, _) => provider.GetRequiredService<IRetryPolicyProvider>().GetPolicy(name));
    }
}

// That there is a policy of this name.
internal sealed record RetryPolicyName(string Name);
