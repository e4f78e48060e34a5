using System.Globalization;

namespace StatefulScheduler;

/// <summary>A state, or a value in it, was refused: it is no legal state, or it does not fit the type it was read as.</summary>
/// <remarks>Names the place in the JSON text, what was expected there and what was found. Code <c>STS3001</c>.</remarks>
public sealed class JobStateException : SchedulerException
{
    internal JobStateException(
        string? jobId, string path, long line, long column, string expected, string found,
        string? why = null, Exception? inner = null)
        : base("STS3001", Text(jobId, path, line, column, expected, found, why), inner)
    {
        JobId = jobId;
        Path = path;
        Line = line;
        Column = column;
        Expected = expected;
        Found = found;
        Why = why;
    }

    /// <summary>Gets the job whose state it is, or null when the state belongs to no job yet.</summary>
    public string? JobId { get; }

    /// <summary>Gets where in the state: <c>$</c> for the whole of it, <c>$.order.items[0].price</c> for a part.</summary>
    public string Path { get; }

    /// <summary>Gets the line of that place in the JSON text, from 1; 0 when there is no text to point into.</summary>
    public long Line { get; }

    /// <summary>Gets the column of that place in its line, in characters (UTF-16) from 1; 0 when there is no text to point into.</summary>
    public long Column { get; }

    /// <summary>Gets what should have been there, in words: <c>int</c>, <c>a JSON object</c>.</summary>
    public string Expected { get; }

    /// <summary>Gets what was there, in words: <c>the text "abc"</c>, <c>an array</c>, <c>nothing</c>.</summary>
    public string Found { get; }

    internal string? Why { get; }

    internal JobStateException ForJob(string jobId) =>
        new(jobId, Path, Line, Column, Expected, Found, Why, InnerException);

    private static string Text(string? jobId, string path, long line, long column, string expected, string found, string? why)
    {
        var whose = jobId is null ? "State" : $"State of job '{jobId}'";
        var where = line > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{path} (line {line}, column {column})")
            : path;
        return $"{whose} refused at {where}: expected {expected}, found {found}." + (why is null ? "" : " " + why);
    }
}
