using System.Globalization;

namespace StatefulScheduler;

/// <summary>A state, or a value in it, was refused: it is no legal state, or it does not fit the type it was read as.</summary>
/// <remarks>Names the place in the JSON text, what was expected there and what was found. Code <c>STS3001</c>.</remarks>
public sealed class JobStateException : SchedulerException
{
    private readonly string? _what;
    private readonly string? _advice;

    // `what` tells the story in place of "expected …, found …"; `advice` says what to do about it.
    internal JobStateException(
        JsonPlace place, string expected, string found,
        string? what = null, string? advice = null, Exception? inner = null, string? jobId = null)
        : base("STS3001", Text(jobId, place, what ?? $"expected {expected}, found {found}", advice), inner)
    {
        JobId = jobId;
        (Path, Line, Column) = place;
        Expected = expected;
        Found = found;
        _what = what;
        _advice = advice;
    }

    /// <summary>Gets the job whose state it is, or null when the state belongs to no job yet.</summary>
    public string? JobId { get; }

    /// <summary>Gets where in the state: <c>$</c> for the whole of it, <c>$.order.items[0].price</c> for a part.</summary>
    public string Path { get; }

    /// <summary>Gets the line of that place in the JSON text, from 1; 0 when there is no text to point into.</summary>
    public long Line { get; }

    /// <summary>Gets the column of that place in its line, in UTF-16 characters from 1; 0 when there is no text to point into.</summary>
    public long Column { get; }

    /// <summary>Gets what should have been there, in words: <c>int</c>, <c>a JSON object</c>.</summary>
    public string Expected { get; }

    /// <summary>Gets what was there, in words: <c>a string</c>, <c>the number 1.5</c>, <c>nothing</c>. Texts are never quoted: they may be secret.</summary>
    public string Found { get; }

    // The same refusal, by somebody who knows whose state it is.
    internal JobStateException ForJob(string jobId) =>
        new(new(Path, Line, Column), Expected, Found, _what, _advice, InnerException, jobId);

    private static string Text(string? jobId, JsonPlace place, string what, string? advice)
    {
        var whose = jobId is null ? "" : $"Job '{jobId}': ";
        var where = place.Line > 0
            ? string.Create(CultureInfo.InvariantCulture, $"at {place.Path}, line {place.Line}, column {place.Column}")
            : $"at {place.Path}";
        return $"{whose}{what} ({where}).{(advice is null ? "" : " " + advice)}";
    }
}
