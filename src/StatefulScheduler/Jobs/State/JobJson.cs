using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace StatefulScheduler;

/// <summary>The JSON contexts of one scheduler: how its states, arguments and results become JSON and values again.</summary>
/// <remarks>
/// Asked in order: the resolvers it was made from, then a built-in one for the everyday types (texts, numbers, dates,
/// <see cref="Guid"/>, <see cref="JobState"/>, <see cref="JobValue"/>, lists and dictionaries of these), then reflection, where the
/// application allows it. Names are written in camelCase unless the first <see cref="JsonSerializerContext"/> that sets a naming
/// policy says otherwise, and are case-sensitive; numbers are numbers, never texts; letters are
/// written as they are (中文), only characters beyond U+FFFF, such as emoji, as the escapes the serialiser makes of them.
/// Instances are immutable and safe to share between threads.
/// </remarks>
public sealed class JobJson
{
    private readonly JsonSerializerOptions _options;
    private readonly ConcurrentDictionary<Type, StateType> _stateTypes = new();

    /// <summary>Creates the contexts of a scheduler.</summary>
    /// <param name="resolvers">Usually <see cref="JsonSerializerContext"/>s, asked in this order.</param>
    /// <exception cref="ArgumentNullException"><paramref name="resolvers"/>, or one of them, is null.</exception>
    public JobJson(IEnumerable<IJsonTypeInfoResolver> resolvers)
        : this(resolvers, JsonSerializer.IsReflectionEnabledByDefault)
    {
    }

    internal JobJson(IEnumerable<IJsonTypeInfoResolver> resolvers, bool reflection)
    {
        ArgumentNullException.ThrowIfNull(resolvers);
        var asked = resolvers.ToList();
        foreach (var resolver in asked)
            ArgumentNullException.ThrowIfNull(resolver, nameof(resolvers));

        _options = Options(asked, reflection);
    }

    /// <summary>Gets the contexts of a value that belongs to no scheduler: the everyday types, and all others where reflection is allowed.</summary>
    public static JobJson Default { get; } = new([]);

    /// <summary>Finds how <typeparamref name="T"/> is read and written.</summary>
    /// <typeparam name="T">The type to read or write.</typeparam>
    /// <returns>The type's JSON contract under this scheduler's rules.</returns>
    /// <exception cref="NotSupportedException">No context knows <typeparamref name="T"/>, and reflection is switched off.</exception>
    public JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)TypeInfo(typeof(T));

    /// <summary>Finds how <paramref name="type"/> is read and written.</summary>
    /// <param name="type">The type to read or write.</param>
    /// <returns>The type's JSON contract under this scheduler's rules.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="type"/> is null.</exception>
    /// <exception cref="NotSupportedException">No context knows <paramref name="type"/>, and reflection is switched off.</exception>
    public JsonTypeInfo TypeInfo(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return _options.TryGetTypeInfo(type, out var info)
            ? info
            : throw new NotSupportedException(
                $"No JSON context knows the type '{type}', and JSON reflection is switched off in this application. " +
                $"Put [JsonSerializable(typeof({type.Name}))] on a JsonSerializerContext and hand it to the scheduler with AddJson(…).");
    }

    // One typed view for each type: it looks into the type once.
    internal StateType<TState> StateType<TState>() =>
        (StateType<TState>)_stateTypes.GetOrAdd(typeof(TState), static (_, json) => new StateType<TState>(json), this);

    // The typed view of a type that is known at run time only: TState of a job's class.
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The body of IJob<TState>.RunAsync uses StateType<TState>, so its code exists for every state type of a job's class.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "The same: the constructor is used by StateType<TState>().")]
    internal StateType StateType(Type state) =>
        (StateType)_stateTypes.GetOrAdd(state, static (type, json) => (StateType)Activator.CreateInstance(typeof(StateType<>).MakeGenericType(type), json)!, this);

    // A value of any type as JSON: a job's arguments, or the first state of a job without a state type.
    internal JobValue Value(object value) => value switch
    {
        JobValue json => json.WithJson(this),
        JobState state => JobValue.From(state, this),
        _ => new(JsonWriting.Value(value, TypeInfo(value.GetType())), this),
    };

    internal JobState State(object value) => new(JsonWriting.State(value, TypeInfo(value.GetType())), this);

    private static JsonSerializerOptions Options(List<IJsonTypeInfoResolver> asked, bool reflection)
    {
        var contexts = asked.OfType<JsonSerializerContext>().Select(context => context.Options).ToList();
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = contexts.Select(own => own.PropertyNamingPolicy).FirstOrDefault(policy => policy is not null) ?? JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = contexts.Select(own => own.DefaultIgnoreCondition).FirstOrDefault(when => when != JsonIgnoreCondition.Never),
            PropertyNameCaseInsensitive = false,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
            NumberHandling = JsonNumberHandling.Strict,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = JsonDoor.MaxDepth,
            // A new "$type" is written behind the members that a state already has.
            AllowOutOfOrderMetadataProperties = true,
        };
        // A context keeps such converters (enums as texts) in its options, which ours replace.
        foreach (var converter in contexts.SelectMany(own => own.Converters))
            options.Converters.Add(converter);

        IJsonTypeInfoResolver[] chain = reflection ? [.. asked, EverydayJson.Default, Reflection()] : [.. asked, EverydayJson.Default];
        foreach (var resolver in chain)
            options.TypeInfoResolverChain.Add(resolver);

        options.MakeReadOnly();
        return options;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only where the application left JSON reflection on; trimmed and AOT applications have it off, and TypeInfo then names AddJson.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "As above.")]
    private static DefaultJsonTypeInfoResolver Reflection() => new();
}
