using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StatefulScheduler.Benchmarks.Measuring;

// One line of the result. Ratio above 1: ours is better; null: no finite number.
internal sealed record Figure(string Name, double? Ours, double? Peer, string Unit, double? Ratio, string PeerName);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Figure))]
internal sealed partial class FigureJson : JsonSerializerContext
{
    // µ as itself.
    public static FigureJson Readable { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.CamelCase });
}
