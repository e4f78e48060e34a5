using System.Text.Json;
using StatefulScheduler.Retries;

namespace StatefulScheduler.Conformance.Tenacity.Specs;

// What an attempt does: `{"return": value}` or `{"raise": {…}}`.
internal readonly record struct AttemptOutcome(JsonElement Json)
{
    public bool Throws => Json.TryGetProperty("raise", out _);

    public object? Result => Throws ? null : Value.Read(Json.GetProperty("return"));

    public bool Is(string type) => Throws && Json.GetProperty("raise").GetProperty("type").GetString() == type;

    public Exception? CreateException() => Throws ? Failure.Create(Json.GetProperty("raise")) : null;

    public string Write() => Throws ? $"threw {Failure.Write(Json.GetProperty("raise"))}" : $"returned {Value.Write(Result)}";

    public static string Write(RetryState state) => state.Exception is { } exception ? $"threw {Failure.Write(exception)}" : $"returned {Value.Write(state.Result)}";
}
