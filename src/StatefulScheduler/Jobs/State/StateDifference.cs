namespace StatefulScheduler;

/// <summary>One place where two states differ.</summary>
/// <param name="Path">The place, as <see cref="JobState.Get{T}(string)"/> takes it: <c>$.order.price</c>. Arrays differ as a whole.</param>
/// <param name="Before">The value in the first state; of kind <see cref="System.Text.Json.JsonValueKind.Undefined"/> when it has none.</param>
/// <param name="After">The value in the second state; of kind <see cref="System.Text.Json.JsonValueKind.Undefined"/> when it has none.</param>
public sealed record StateDifference(string Path, JobValue Before, JobValue After);
