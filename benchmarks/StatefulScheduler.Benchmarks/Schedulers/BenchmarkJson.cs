using System.Text.Json.Serialization;
using StatefulScheduler.Benchmarks.Torture;

namespace StatefulScheduler.Benchmarks.Schedulers;

// The state of two members that both schedulers keep.
internal sealed record Progress(long Count, string Phase)
{
    public static Progress First { get; } = new(0, "running");
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Progress))]
[JsonSerializable(typeof(EveryType))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
internal sealed partial class BenchmarkJson : JsonSerializerContext;
