namespace StatefulScheduler.Retries;

/// <summary>Gives out the policies that <c>AddRetry</c> added, by name. Thread-safe.</summary>
public interface IRetryPolicyProvider
{
    /// <summary>Gets a policy: always the same object, which follows its options when they change.</summary>
    /// <param name="name">The name it was added under.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="ArgumentException">No policy was added under that name.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Its options cannot be used.</exception>
    RetryPolicy GetPolicy(string name);
}
