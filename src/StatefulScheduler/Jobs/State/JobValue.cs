using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace StatefulScheduler;

/// <summary>Holds a JSON value that never changes: a member of a state, a job's arguments, a run's result.</summary>
/// <remarks>
/// Exact to the byte, and equal to another value under the rules of <see cref="JobState"/>. <see langword="default"/> is no value at
/// all: its <see cref="Kind"/> is <see cref="JsonValueKind.Undefined"/> and its text is empty. Instances are safe to share between threads.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
[JsonConverter(typeof(JobValueConverter))]
public readonly struct JobValue : IEquatable<JobValue>
{
    private static readonly byte[] NullText = "null"u8.ToArray();

    private readonly JobJson? _json;

    // Trusts the bytes and keeps them.
    internal JobValue(ReadOnlyMemory<byte> utf8, JobJson? json)
    {
        Utf8 = utf8;
        _json = json;
    }

    /// <summary>Gets the JSON value <c>null</c>.</summary>
    public static JobValue Null => new(NullText, null);

    /// <summary>Gets the JSON text in UTF-8, as stored; empty when there is no value.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>Gets the kind of the value; <see cref="JsonValueKind.Undefined"/> when there is none.</summary>
    public JsonValueKind Kind => JsonText.KindOf(Utf8.Span);

    internal JobJson Json => _json ?? JobJson.Default;

    /// <summary>Writes a value as JSON.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value. Later changes to it do not reach the result.</param>
    /// <param name="json">How the type is written; left out, the everyday types are known, and all others where reflection is allowed.</param>
    /// <returns>The JSON value.</returns>
    /// <exception cref="JobStateException">The value is no legal JSON, or nested over 64 levels.</exception>
    /// <exception cref="NotSupportedException">It is not known how to write <typeparamref name="T"/>.</exception>
    public static JobValue From<T>(T value, JsonTypeInfo<T>? json = null) =>
        value switch
        {
            JobValue already => already,
            JobState state => new(state.Utf8, null),
            _ => new(JsonWriting.Value(value, json ?? JobJson.Default.TypeInfo<T>()), null),
        };

    /// <summary>Reads a value from JSON text.</summary>
    /// <param name="json">The text of one JSON value; kept as it is, without the white space around it.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is null.</exception>
    /// <exception cref="JobStateException">The text is no legal JSON, has a member name twice, or is nested over 64 levels.</exception>
    public static JobValue Parse(string json) => new(JsonText.Trim(JsonDoor.Check(JsonDoor.Encode(json), JsonDoor.Value)), null);

    /// <summary>Wraps the bytes of a value that a store kept: for store authors.</summary>
    /// <remarks>Neither copied nor checked: hand in only what <see cref="Utf8"/> once gave, and do not change it afterwards.</remarks>
    /// <param name="utf8">The bytes as they were stored; empty for no value.</param>
    /// <param name="json">The contexts of the scheduler that the value belongs to.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is null.</exception>
    public static JobValue FromStored(ReadOnlyMemory<byte> utf8, JobJson json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new(utf8, json);
    }

    /// <summary>Makes a JSON string; null becomes JSON <c>null</c>.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator JobValue(string? value) => value is null ? Null : From(value);

    /// <summary>Makes <c>true</c> or <c>false</c>.</summary>
    /// <param name="value">The truth value.</param>
    public static implicit operator JobValue(bool value) => From(value);

    /// <summary>Makes a JSON number; smaller integers widen to it.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator JobValue(long value) => From(value);

    /// <summary>Makes a JSON number, the shortest that reads back as the same double.</summary>
    /// <param name="value">The number; JSON has none for NaN and the infinities, they are refused.</param>
    /// <exception cref="JobStateException"><paramref name="value"/> is NaN or infinite.</exception>
    public static implicit operator JobValue(double value) => From(value);

    /// <summary>Makes a JSON number with all its digits, trailing zeros included.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator JobValue(decimal value) => From(value);

    /// <summary>Makes a JSON string in ISO 8601, offset included.</summary>
    /// <param name="value">The instant.</param>
    public static implicit operator JobValue(DateTimeOffset value) => From(value);

    /// <summary>Makes a JSON string in the form with hyphens.</summary>
    /// <param name="value">The identifier.</param>
    public static implicit operator JobValue(Guid value) => From(value);

    /// <summary>Makes a JSON object, byte for byte; null becomes JSON <c>null</c>.</summary>
    /// <param name="value">The state to nest.</param>
    public static implicit operator JobValue(JobState? value) => value is null ? Null : From(value);

    /// <summary>Tells whether two values are equal, as <see cref="Equals(JobValue)"/> does.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another value.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool operator ==(JobValue left, JobValue right) => left.Equals(right);

    /// <summary>Tells whether two values differ.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another value.</param>
    /// <returns>Whether they are not equal.</returns>
    public static bool operator !=(JobValue left, JobValue right) => !left.Equals(right);

    /// <summary>Reads the value as a type.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="json">How the type is read; left out, by the contexts of the scheduler this value came from.</param>
    /// <returns>The value; each call gives a new one.</returns>
    /// <exception cref="JobStateException">The value does not fit <typeparamref name="T"/>, or there is none.</exception>
    /// <exception cref="NotSupportedException">It is not known how to read <typeparamref name="T"/>.</exception>
    public T As<T>(JsonTypeInfo<T>? json = null) => JsonReading.Read(this, json ?? Json.TypeInfo<T>());

    /// <summary>Tells whether another value says the same: members in any order, numbers by their text, texts by what they say.</summary>
    /// <param name="other">The other value.</param>
    /// <returns>Whether they are equal. No value equals only no value.</returns>
    public bool Equals(JobValue other) => JsonEquality.Equal(Utf8, other.Utf8);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is JobValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => JsonEquality.Hash(Utf8);

    /// <summary>Gives the JSON text, as stored; empty when there is no value.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);

    internal static JobValue From<T>(T value, JobJson json) =>
        value is JobValue or JobState ? From(value) : new(JsonWriting.Value(value, json.TypeInfo<T>()), json);

    internal JobValue WithJson(JobJson json) => new(Utf8, json);

    internal ReadOnlyMemory<byte> Required(string parameter) =>
        Kind != JsonValueKind.Undefined
            ? Utf8
            : throw new ArgumentException("There is no value to set: use JobValue.Null for a JSON null, or Remove to take the member away.", parameter);
}
