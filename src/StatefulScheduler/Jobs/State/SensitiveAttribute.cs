namespace StatefulScheduler;

/// <summary>Marks a member of a state type whose value must not be shown: it is masked in events, logs, the history read through the API, and the dashboard.</summary>
/// <remarks>It is stored as it is, and the job reads it as it is: this hides, it does not encrypt.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Field)]
public sealed class SensitiveAttribute : Attribute;
