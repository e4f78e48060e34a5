using Microsoft.Extensions.DependencyInjection;
using Retries.Stage;
using StatefulScheduler.Retries;

namespace Retries.Beyond;

// In tests and in applications.
internal static class Hosts
{
    public static void TestMode()
    {
        var production = new RetryPolicy(new() { MaxAttempts = 8, Wait = Wait.Fixed(TimeSpan.FromMinutes(5)) });
        // <test-mode>
        using (RetryTesting.NoDelays(maxAttempts: 2)) // For what is called inside; a test beside it is not touched.
            Console.WriteLine(production.TryExecute<int>(_ => throw new TimeoutException("no answer")));
        // </test-mode>
        Check.Same(Enumerable.Repeat(300d, 7), Show.Waits(production), "Outside, the waits of production");
    }

    public static void Services()
    {
        // <services>
        var services = new ServiceCollection();
        services.AddRetry("payments", options => (options.MaxAttempts, options.Budget) = (5, "bank"))
            .AddRetryBudget("bank", _ => RetryBudget.Ratio(ratio: 0.1))
            .AddScoped<Checkout>();
        using var provider = services.BuildServiceProvider();
        using var scope = provider.CreateScope();
        Console.WriteLine(scope.ServiceProvider.GetRequiredService<Checkout>().Payments);
        // </services>
        Check.That(provider.GetRequiredKeyedService<RetryPolicy>("payments") == provider.GetRequiredService<IRetryPolicyProvider>().GetPolicy("payments"), "A name is one policy.");
    }

    // <checkout>
    private sealed class Checkout([FromKeyedServices("payments")] RetryPolicy payments)
    {
        public RetryPolicy Payments => payments;
    }
    // </checkout>
}
