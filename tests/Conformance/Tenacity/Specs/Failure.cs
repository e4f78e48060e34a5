using System.Text.Json;
using StatefulScheduler.Retries;

namespace StatefulScheduler.Conformance.Tenacity.Specs;

// The exceptions of the vectors, by their names there.
internal static class Failure
{
    private const string ContextMark = "context";

    private static readonly Dictionary<string, Type> s_types = new()
    {
        ["Exception"] = typeof(Exception),
        ["AppError"] = typeof(AppError),
        ["IoError"] = typeof(IoError),
        ["TimeoutIoError"] = typeof(TimeoutIoError),
        ["ParseError"] = typeof(ParseError),
        ["AuthError"] = typeof(AuthError),
        ["TryAgain"] = typeof(TryAgainException),
        ["Cancelled"] = typeof(OperationCanceledException),
        ["RuntimeError"] = typeof(InvalidOperationException),
        ["GiveUp"] = typeof(GiveUpError),
    };

    public static Type TypeOf(string name) => s_types[name];

    public static Exception Create(JsonElement json)
    {
        var context = json.TryGetProperty("context", out var given) ? Create(given) : null;
        var cause = json.TryGetProperty("cause", out given) ? Create(given) : context;
        var exception = Create(TypeOf(json.GetProperty("type").GetString()!), json.GetProperty("message").GetString(), cause);
        if (context is not null && cause == context)
            exception.Data[ContextMark] = true;
        return exception;
    }

    public static string Write(JsonElement json)
    {
        var (type, message) = (json.GetProperty("type").GetString()!, json.GetProperty("message").GetString());
        return Write(type, message, json.TryGetProperty("cause", out var cause) ? Write(cause) : null);
    }

    // What stands for a context is left out, as the vectors do when they tell of what was thrown.
    public static string Write(Exception exception)
    {
        var name = s_types.FirstOrDefault(pair => pair.Value == exception.GetType()).Key ?? $"{exception.GetType()} ({exception.StackTrace})";
        return Write(name, exception.Message, exception.InnerException is { } cause && !exception.Data.Contains(ContextMark) ? Write(cause) : null);
    }

    private static Exception Create(Type type, string? message, Exception? cause) =>
        (Exception)type.GetConstructor([typeof(string), typeof(Exception)])!.Invoke([message, cause]);

    // The message of a programming error is the library's own.
    private static string Write(string type, string? message, string? cause) =>
        type == "RuntimeError" ? type : cause is null ? $"{type} '{message}'" : $"{type} '{message}' because of {cause}";
}

internal class AppError(string message, Exception? cause) : Exception(message, cause);

internal class IoError(string message, Exception? cause) : AppError(message, cause);

internal sealed class TimeoutIoError(string message, Exception? cause) : IoError(message, cause);

internal sealed class ParseError(string message, Exception? cause) : AppError(message, cause);

internal sealed class AuthError(string message, Exception? cause) : AppError(message, cause);

// Somebody's own exception for giving up.
internal sealed class GiveUpError(RetryState state) : Exception("Given up.", state.Exception)
{
    public int Attempt { get; } = state.AttemptNumber;

    public object? LastResult { get; } = state.Result;
}
