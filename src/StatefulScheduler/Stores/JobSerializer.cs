using System.Text.Json;
using System.Text.Json.Serialization;

namespace StatefulScheduler.Stores;

/// <summary>Reads and writes what a durable store keeps as JSON. Thread-safe.</summary>
public sealed class JobSerializer
{
    private readonly PlanJson plans;

    /// <summary>Creates a serializer.</summary>
    /// <param name="json">The contexts of the user's types.</param>
    /// <param name="triggers">How triggers are written.</param>
    public JobSerializer(JobJson json, TriggerJsonConverter triggers)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(triggers);
        Json = json;
        plans = new PlanJson(new JsonSerializerOptions(PlanJson.Default.Options)
        {
            Converters = { triggers },
        });
    }

    /// <summary>Gets the contexts of the user's types.</summary>
    public JobJson Json { get; }

    /// <summary>Writes a definition.</summary>
    /// <param name="plan">The definition.</param>
    /// <returns>Its JSON; the same for equal definitions.</returns>
    public string WritePlan(JobPlan plan) => JsonSerializer.Serialize(plan, plans.JobPlan);

    /// <summary>Reads a definition. One that cannot be read, because it is damaged or names something this node does not have, is returned with <see cref="JobPlan.Unreadable"/> set.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="json">What <see cref="WritePlan"/> wrote.</param>
    /// <returns>The definition.</returns>
    public JobPlan ReadPlan(string id, string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, plans.JobPlan) ?? throw new JsonException("the definition is null");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or NotSupportedException or FormatException)
        {
            return new JobPlan
            {
                Id = id,
                Handler = HandlerOf(json),
                Trigger = Trigger.Never,
                AddedAt = DateTimeOffset.UnixEpoch,
                AnchoredAt = DateTimeOffset.UnixEpoch,
                Unreadable = $"the definition of job '{id}' cannot be read here: {exception.Message}",
            };
        }
    }

    /// <summary>Writes pending runs.</summary>
    /// <param name="pending">The runs.</param>
    /// <returns>Their JSON.</returns>
    public string WritePending(IReadOnlyList<PendingRun> pending) => JsonSerializer.Serialize([.. pending], plans.PendingRunArray);

    /// <summary>Reads pending runs.</summary>
    /// <param name="json">What <see cref="WritePending"/> wrote.</param>
    /// <returns>The runs.</returns>
    public IReadOnlyList<PendingRun> ReadPending(string json) => JsonSerializer.Deserialize(json, plans.PendingRunArray) ?? [];

    /// <summary>Writes the error of a run.</summary>
    /// <param name="error">The error.</param>
    /// <returns>Its JSON.</returns>
    public string WriteError(RunError error) => JsonSerializer.Serialize(error, plans.RunError);

    /// <summary>Reads the error of a run.</summary>
    /// <param name="json">What <see cref="WriteError"/> wrote.</param>
    /// <returns>The error.</returns>
    public RunError? ReadError(string json) => JsonSerializer.Deserialize(json, plans.RunError);

    /// <summary>Takes a state as it was stored: nothing is checked, nothing is copied.</summary>
    /// <param name="utf8">The bytes; the caller must not change them any more.</param>
    /// <returns>The state, which knows the user's JSON contexts.</returns>
    public JobState ReadState(ReadOnlyMemory<byte> utf8) => JobState.FromStored(utf8, Json);

    // What the declaration says, and nothing else: equal declarations are equal texts.
    internal string WriteDeclaration(JobDeclaration declaration) => JsonSerializer.Serialize(declaration, plans.JobDeclaration);

    internal JobDeclaration? ReadDeclaration(string json) => JsonSerializer.Deserialize(json, plans.JobDeclaration);

    private static string HandlerOf(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.TryGetProperty("handler", out var handler) ? handler.GetString() ?? string.Empty : string.Empty;
        }
        catch (JsonException)
        {
            return string.Empty; // Damaged beyond reading: the store's own handler column still says who may claim it.
        }
    }
}

/// <summary>What code declared of a job, kept beside it.</summary>
internal sealed record JobDeclaration
{
    public required string Handler { get; init; }

    public required Trigger Trigger { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JobValue Arguments { get; init; }

    public JobOptions Options { get; init; } = new();
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(JobPlan))]
[JsonSerializable(typeof(JobDeclaration))]
[JsonSerializable(typeof(PendingRun[]))]
[JsonSerializable(typeof(RunError))]
internal sealed partial class PlanJson : JsonSerializerContext;
