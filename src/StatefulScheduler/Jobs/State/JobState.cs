using System.Collections;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace StatefulScheduler;

/// <summary>Holds what a job remembers: a JSON object that never changes, exact to the byte.</summary>
/// <remarks>
/// <para>A name is a member; a text that starts with <c>$.</c> is a path: <c>$.order.items[0].price</c>, and <c>$.['odd name']</c>
/// for names with dots, brackets or quotes. Names are case-sensitive.</para>
/// <para>Every change gives a new state. It copies the bytes of each member it does not touch, so numbers and texts that
/// nobody changed come back as they were written. Two states are equal when they have equal members, in any order and with
/// any white space; numbers are compared by their text, so <c>1.10</c> is not <c>1.1</c>.</para>
/// <para>Refused wherever a state is made: anything but an object, a member name twice in one object, nesting over 64 levels,
/// malformed JSON or UTF-8. Instances are safe to share between threads.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
[JsonConverter(typeof(JobStateConverter))]
public sealed class JobState : IReadOnlyDictionary<string, JobValue>, IEquatable<JobState>
{
    private readonly JobJson? _json;

    // Written by constructors and by the init-only indexer alone: a finished state never changes.
    private ReadOnlyMemory<byte> _utf8;

    // Derived from _utf8 when first asked for; two threads may both derive it, and get the same.
    private JsonMembers? _members;

    /// <summary>Creates an empty state, to be filled in place: <c>new JobState { ["state"] = "pending", ["count"] = 0 }</c>.</summary>
    public JobState()
        : this(JsonMembers.NoMembers, null)
    {
    }

    // Trusts the bytes and keeps them.
    internal JobState(ReadOnlyMemory<byte> utf8, JobJson? json)
    {
        _utf8 = utf8;
        _json = json;
    }

    /// <summary>Gets the state without members.</summary>
    public static JobState Empty { get; } = new();

    /// <summary>Gets the JSON text as it is stored, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8;

    /// <summary>Gets the number of members.</summary>
    public int Count => Members.Count;

    /// <summary>Gets the names of the members, in the order of the text.</summary>
    public IEnumerable<string> Keys => this.Select(member => member.Key);

    /// <summary>Gets the values of the members, in the order of the text.</summary>
    public IEnumerable<JobValue> Values => this.Select(member => member.Value);

    internal JobJson Json => _json ?? JobJson.Default;

    internal JsonMembers Members => _members ??= JsonMembers.Read(_utf8);

    /// <summary>Gets the value of a member, or, in an initializer, sets it; a name set twice keeps the last value.</summary>
    /// <param name="member">The name; always a name here, never a path.</param>
    /// <exception cref="ArgumentNullException"><paramref name="member"/> is null.</exception>
    /// <exception cref="ArgumentException">The value set is no value (<see langword="default"/>).</exception>
    /// <exception cref="KeyNotFoundException">There is no such member.</exception>
    public JobValue this[string member]
    {
        get => TryGetValue(member, out var value)
            ? value
            : throw new KeyNotFoundException($"The state has no member '{member}'. {Members.Names()}");
        init
        {
            ArgumentNullException.ThrowIfNull(member);
            _utf8 = JsonEdit.Set(_utf8, JsonPath.Of(member), value.Required(nameof(value)));
            _members = null;
        }
    }

    /// <summary>Reads a state from JSON text.</summary>
    /// <param name="json">The text of a JSON object; kept as it is, white space included.</param>
    /// <returns>The state.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is null.</exception>
    /// <exception cref="JobStateException">The text is no legal state; the exception says where and why.</exception>
    public static JobState Parse(string json) => new(JsonDoor.Check(JsonDoor.Encode(json), JsonDoor.State), null);

    /// <summary>Reads a state from JSON text in UTF-8.</summary>
    /// <param name="utf8Json">The text of a JSON object, without a byte order mark; copied.</param>
    /// <returns>The state.</returns>
    /// <exception cref="JobStateException">The text is no legal state; the exception says where and why.</exception>
    public static JobState Parse(ReadOnlyMemory<byte> utf8Json) => new(JsonDoor.Check(utf8Json.ToArray(), JsonDoor.State), null);

    /// <summary>Writes a value as a state.</summary>
    /// <typeparam name="TState">The type of the value; its JSON must be an object.</typeparam>
    /// <param name="state">The value. Later changes to it do not reach the state.</param>
    /// <param name="json">How the type is written; left out, the everyday types are known, and all others where reflection is allowed.</param>
    /// <returns>The state.</returns>
    /// <exception cref="JobStateException">The value's JSON is no object, or no legal state.</exception>
    /// <exception cref="NotSupportedException">It is not known how to write <typeparamref name="TState"/>.</exception>
    public static JobState From<TState>(TState state, JsonTypeInfo<TState>? json = null) =>
        state as JobState ?? new(JsonWriting.State(state, json ?? JobJson.Default.TypeInfo<TState>()), null);

    /// <summary>Wraps the bytes of a state that a store kept: for store authors.</summary>
    /// <remarks>Neither copied nor checked: hand in only what <see cref="Utf8"/> once gave, and do not change it afterwards.</remarks>
    /// <param name="utf8">The bytes as they were stored.</param>
    /// <param name="json">The contexts of the scheduler that the state belongs to.</param>
    /// <returns>The state.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is null.</exception>
    public static JobState FromStored(ReadOnlyMemory<byte> utf8, JobJson json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new(utf8, json);
    }

    /// <summary>Tells whether two states are equal, as <see cref="Equals(JobState?)"/> does.</summary>
    /// <param name="left">A state, or null.</param>
    /// <param name="right">A state, or null.</param>
    /// <returns>Whether both are null or equal.</returns>
    public static bool operator ==(JobState? left, JobState? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Tells whether two states differ.</summary>
    /// <param name="left">A state, or null.</param>
    /// <param name="right">A state, or null.</param>
    /// <returns>Whether they are not equal.</returns>
    public static bool operator !=(JobState? left, JobState? right) => !(left == right);

    /// <summary>Reads the value at a path.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="path">A member's name, or a path starting with <c>$.</c>.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> starts with <c>$.</c> but is no path.</exception>
    /// <exception cref="JobStateException">Nothing is there, or it is no <typeparamref name="T"/>.</exception>
    /// <exception cref="NotSupportedException">It is not known how to read <typeparamref name="T"/>.</exception>
    public T Get<T>(string path)
    {
        var at = JsonPath.Parse(path);
        var found = Find(at);
        return found.IsEmpty
            ? throw JsonReading.Missing<T>(this, at)
            : JsonReading.Read(found, this, at, Json.TypeInfo<T>());
    }

    /// <summary>Reads the value at a path, or gives <paramref name="fallback"/> where nothing is there.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="path">A member's name, or a path starting with <c>$.</c>.</param>
    /// <param name="fallback">The value of an absent member. A member of the wrong type is an error all the same.</param>
    /// <returns>The value, or <paramref name="fallback"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> starts with <c>$.</c> but is no path.</exception>
    /// <exception cref="JobStateException">What is there is no <typeparamref name="T"/>.</exception>
    /// <exception cref="NotSupportedException">It is not known how to read <typeparamref name="T"/>.</exception>
    public T Get<T>(string path, T fallback) => TryGet<T>(path, out var value) ? value : fallback;

    /// <summary>Reads the value at a path where there is one.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="path">A member's name, or a path starting with <c>$.</c>.</param>
    /// <param name="value">The value; the default when there is none.</param>
    /// <returns>Whether something is there. A value of the wrong type is an error all the same.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> starts with <c>$.</c> but is no path.</exception>
    /// <exception cref="JobStateException">What is there is no <typeparamref name="T"/>.</exception>
    /// <exception cref="NotSupportedException">It is not known how to read <typeparamref name="T"/>.</exception>
    public bool TryGet<T>(string path, [MaybeNullWhen(false)] out T value)
    {
        var at = JsonPath.Parse(path);
        var found = Find(at);
        value = found.IsEmpty ? default : JsonReading.Read(found, this, at, Json.TypeInfo<T>());
        return !found.IsEmpty;
    }

    /// <summary>Gives the state with the value at a path set.</summary>
    /// <remarks>Missing parents are made, and an index just behind the end of an array appends. A value equal to the present one changes nothing.</remarks>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="path">A member's name, or a path starting with <c>$.</c>.</param>
    /// <param name="value">The new value.</param>
    /// <returns>The new state; this one when nothing changes.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> starts with <c>$.</c> but is no path, or <paramref name="value"/> is a <see cref="JobValue"/> without a value.</exception>
    /// <exception cref="JobStateException">The path leads through a value that has no members, or the value is no legal JSON.</exception>
    /// <exception cref="NotSupportedException">It is not known how to write <typeparamref name="T"/>.</exception>
    public JobState Set<T>(string path, T value)
    {
        var at = JsonPath.Parse(path);
        return With(JsonEdit.Set(_utf8, at, JobValue.From(value, Json).Required(nameof(value))));
    }

    /// <summary>Gives the state with the value at a path computed from the present one.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="path">A member's name, or a path starting with <c>$.</c>.</param>
    /// <param name="update">From the present value to the next.</param>
    /// <param name="initial">What <paramref name="update"/> starts from where nothing is there.</param>
    /// <returns>The new state.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="update"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> starts with <c>$.</c> but is no path.</exception>
    /// <exception cref="JobStateException">What is there is no <typeparamref name="T"/>, or the result is no legal JSON.</exception>
    public JobState Update<T>(string path, Func<T, T> update, T initial)
    {
        ArgumentNullException.ThrowIfNull(update);
        return Set(path, update(Get(path, initial)));
    }

    /// <summary>Gives the state without the member, or the array element, at a path.</summary>
    /// <param name="path">A member's name, or a path starting with <c>$.</c>.</param>
    /// <returns>The new state; this one when nothing was there.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> starts with <c>$.</c> but is no path.</exception>
    public JobState Remove(string path) => With(JsonEdit.Remove(_utf8, JsonPath.Parse(path)));

    /// <summary>Gives the state with a merge patch (RFC 7396) applied: members of the patch win, null removes, objects merge.</summary>
    /// <param name="patch">What to change.</param>
    /// <returns>The new state; this one when the patch changes nothing.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="patch"/> is null.</exception>
    public JobState Merge(JobState patch)
    {
        ArgumentNullException.ThrowIfNull(patch);
        return With(JsonEdit.Merge(_utf8, patch._utf8));
    }

    /// <summary>Reads the whole state as a value; members that the type does not declare are passed over.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="json">How the type is read; left out, by the contexts of the scheduler this state came from.</param>
    /// <returns>The value; each call gives a new one.</returns>
    /// <exception cref="JobStateException">The state does not fit <typeparamref name="T"/>.</exception>
    /// <exception cref="NotSupportedException">It is not known how to read <typeparamref name="T"/>.</exception>
    public T As<T>(JsonTypeInfo<T>? json = null) =>
        JsonReading.Read(_utf8, this, JsonPath.Root, json ?? Json.TypeInfo<T>());

    /// <summary>Gives the state as a typed function changes it; members that the type does not declare are kept as they are.</summary>
    /// <typeparam name="TState">The type to read the state as.</typeparam>
    /// <param name="update">From the present value to the next.</param>
    /// <returns>The new state; this one when nothing changes.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="update"/> is null.</exception>
    /// <exception cref="JobStateException">The state does not fit <typeparamref name="TState"/>, or the result is no legal state.</exception>
    public JobState With<TState>(Func<TState, TState> update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return Json.StateType<TState>().Apply(this, update);
    }

    /// <summary>Lists the places where another state differs from this one; empty exactly when they are equal.</summary>
    /// <param name="other">The later state.</param>
    /// <returns>The differences, in the order of the texts: objects member by member, arrays as a whole.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public IReadOnlyList<StateDifference> DiffTo(JobState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return JsonDiff.Between(this, other);
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Members.IndexOf(key) >= 0;
    }

    /// <inheritdoc/>
    public bool TryGetValue(string key, out JobValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        var index = Members.IndexOf(key);
        value = index < 0 ? default : new(Members.Value(index), _json);
        return index >= 0;
    }

    /// <summary>Goes through the members in the order of the text.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<KeyValuePair<string, JobValue>> GetEnumerator()
    {
        for (var index = 0; index < Members.Count; index++)
            yield return new(Members.Name(index), new(Members.Value(index), _json));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Tells whether another state has equal members, in any order at every depth.</summary>
    /// <param name="other">The other state.</param>
    /// <returns>Whether they are equal: numbers by their text, texts by what they say.</returns>
    public bool Equals(JobState? other) => other is not null && (ReferenceEquals(this, other) || JsonEquality.Equal(_utf8, other._utf8));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as JobState);

    /// <inheritdoc/>
    public override int GetHashCode() => JsonEquality.Hash(_utf8);

    /// <summary>Gives the JSON text as it is stored.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Encoding.UTF8.GetString(_utf8.Span);

    // Refuses a state over the limit. A scheduler passes its own; the default of SchedulerOptions is 1 MiB.
    internal static JobState CheckSize(JobState state, int maxBytes = 1024 * 1024) => JsonDoor.CheckSize(state, maxBytes);

    // The state type that wrote this text, all of it: nothing undeclared can be in it, and read and written again it would be the same.
    internal StateType? WrittenBy { get; init; }

    // Whether both are stored alike: what counts for a new version.
    internal bool HasBytesOf(JobState other) => ReferenceEquals(this, other) || _utf8.Span.SequenceEqual(other._utf8.Span);

    internal JobState WithJson(JobJson json) => ReferenceEquals(json, _json) ? this : new(_utf8, json) { _members = _members, WrittenBy = WrittenBy };

    // Bytes that an edit gave back as they were mean that nothing changed.
    internal JobState With(ReadOnlyMemory<byte> utf8) => utf8.Equals(_utf8) ? this : new(utf8, _json);

    internal JobState WithJson(JobJson json, ReadOnlyMemory<byte> utf8) => utf8.Equals(_utf8) ? this : new(utf8, json);

    // Empty: nothing is there. The index of members is made once, and most paths are one name.
    private ReadOnlyMemory<byte> Find(JsonPath path) =>
        path is { Length: 1 } && path[0].Name is { } name ? Members.ValueOf(name) : JsonReading.Find(_utf8, path);
}
