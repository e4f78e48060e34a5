using Microsoft.Extensions.Logging;

namespace StatefulScheduler.Persistence;

/// <summary>How the connections to a database behave.</summary>
public sealed record DatabaseOptions
{
    /// <summary>Gets where every statement is written, with its parameters; <see langword="null"/>, the default, writes none.</summary>
    /// <remarks>At level Information. Values of <see cref="SensitiveParameters"/> are masked; of parameters that have a place instead of a name, texts and other objects are, numbers and times are not.</remarks>
    public ILogger? Echo { get; init; }

    /// <summary>Gets the names of parameters, without their <c>@</c>, whose values are never written to the echo; compared without regard to case.</summary>
    /// <value>The default is password, secret, token, key, state, result and arguments.</value>
    public IReadOnlyCollection<string> SensitiveParameters { get; init; } = ["password", "secret", "token", "key", "state", "result", "arguments"];

    /// <summary>Gets how long opening a connection may take.</summary>
    /// <value>The default is 15 seconds.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets how long a statement may take, waiting for a lock of somebody else included.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets whether connections may only read.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Gets the clock that stamps applied migrations. The default is the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
