using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace StatefulScheduler.Tokens;

/// <summary>Hashes passwords and verifies them, with several schemes at once, so that old hashes go on working while they are replaced.</summary>
/// <remarks>Thread-safe; one is enough for a program. At most <see cref="PasswordHashOptions.MaxConcurrentHashes"/> passwords are hashed at a time, the others wait.</remarks>
public sealed class PasswordHashContext : IPasswordHashContext, IDisposable
{
    private readonly IReadOnlyList<IPasswordScheme> schemes;
    private readonly IPasswordScheme defaultScheme;
    private readonly HashSet<string> deprecated;
    private readonly int maxPasswordBytes;
    private readonly string decoy;
    private readonly SemaphoreSlim turns;
    private readonly ILogger logger;
    private int unknownHashTold; // Written by any thread; 1 once the log has the warning.

    /// <summary>Creates a context.</summary>
    /// <param name="options">What to do; left out: bcrypt with cost 12.</param>
    /// <param name="ownSchemes">Schemes beside those of <see cref="PasswordSchemes"/>, for <see cref="PasswordHashOptions.Schemes"/> to name.</param>
    /// <param name="logger">Where it is told, once, that a stored hash is of no known scheme.</param>
    /// <exception cref="ArgumentException">The options cannot be used; the text says every reason.</exception>
    public PasswordHashContext(PasswordHashOptions? options = null, IEnumerable<IPasswordScheme>? ownSchemes = null, ILogger? logger = null)
    {
        options ??= new();
        var own = ownSchemes?.ToList() ?? [];
        Breaches.Check("password hash", PasswordHashOptionsRules.BreachesOf(options, [.. own.Select(scheme => scheme.Name)]), nameof(options));
        schemes = [.. options.SchemesOrDefault.Select(name => own.Find(scheme => scheme.Name == name) ?? PasswordSchemes.CreateUnchecked(name, options))];
        defaultScheme = schemes.First(scheme => scheme.Name == options.DefaultScheme);
        deprecated = [.. options.SchemesOrDefault.Where(options.IsDeprecated)];
        maxPasswordBytes = options.MaxPasswordBytes;
        turns = new(options.MaxConcurrentHashes);
        this.logger = logger ?? NullLogger.Instance;
        decoy = defaultScheme is IDecoyScheme cheap ? cheap.Decoy() : defaultScheme.Hash(RandomNumberGenerator.GetBytes(16));
    }

    /// <inheritdoc/>
    public string DefaultScheme => defaultScheme.Name;

    /// <summary>Creates a context of these schemes, with the default options: the first hashes, the others are replaced as users log in.</summary>
    /// <param name="schemes">Names of <see cref="PasswordSchemes"/>; none means bcrypt.</param>
    /// <returns>The context.</returns>
    /// <exception cref="ArgumentException">A name is not a scheme, or the first one only verifies.</exception>
    public static PasswordHashContext Create(params IEnumerable<string> schemes)
    {
        ArgumentNullException.ThrowIfNull(schemes);
        var options = new PasswordHashOptions();
        foreach (var scheme in schemes)
            options.Schemes.Add(scheme);
        return new(options);
    }

    /// <inheritdoc/>
    public PasswordRefusal Check(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        var refusal = PasswordBytes.TryRead(password, maxPasswordBytes, out var bytes);
        using (bytes)
            return refusal == PasswordRefusal.None ? defaultScheme.Check(bytes.Span) : refusal;
    }

    /// <inheritdoc/>
    public string Hash(string password)
    {
        ThrowIfRefused(password);
        turns.Wait();
        try
        {
            return HashNow(password);
        }
        finally
        {
            turns.Release();
        }
    }

    /// <inheritdoc/>
    public bool Verify(string password, string? hash)
    {
        ArgumentNullException.ThrowIfNull(password);
        turns.Wait();
        try
        {
            return VerifyNow(password, hash);
        }
        finally
        {
            turns.Release();
        }
    }

    /// <inheritdoc/>
    public bool VerifyAndUpdate(string password, string? hash, out string? newHash)
    {
        ArgumentNullException.ThrowIfNull(password);
        turns.Wait();
        try
        {
            (var isValid, newHash) = VerifyAndUpdateNow(password, hash);
            return isValid;
        }
        finally
        {
            turns.Release();
        }
    }

    /// <inheritdoc/>
    public bool NeedsRehash(string? hash) => SchemeOf(hash) is { } scheme && (deprecated.Contains(scheme.Name) || scheme.NeedsRehash(hash));

    /// <inheritdoc/>
    public string? Identify(string? hash) => SchemeOf(hash)?.Name;

    /// <inheritdoc/>
    public void DummyVerify() => Verify(string.Empty, null);

    /// <inheritdoc/>
    public ValueTask<string> HashAsync(string password, CancellationToken cancellationToken = default)
    {
        ThrowIfRefused(password);
        return InTurnAsync(() => HashNow(password), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<PasswordVerification> VerifyAndUpdateAsync(string password, string? hash, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(password);
        return InTurnAsync(() => VerifyAndUpdateNow(password, hash), cancellationToken);
    }

    /// <summary>Lets go of what the turns are counted with. Nobody may wait for a turn any more.</summary>
    public void Dispose() => turns.Dispose();

    private async ValueTask<T> InTurnAsync<T>(Func<T> hash, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // On the pool, not here: who waited for a turn may be an event loop.
            return await Task.Run(hash, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            turns.Release();
        }
    }

    private string HashNow(string password)
    {
        PasswordBytes.TryRead(password, maxPasswordBytes, out var bytes);
        using (bytes)
            return defaultScheme.Hash(bytes.Span);
    }

    private PasswordVerification VerifyAndUpdateNow(string password, string? hash)
    {
        if (!VerifyNow(password, hash))
            return new(false, null);

        // A password of before the limits goes on working with its old hash: to refuse it here would lock its user out.
        return new(true, NeedsRehash(hash) && Check(password) == PasswordRefusal.None ? HashNow(password) : null);
    }

    private bool VerifyNow(string password, string? hash)
    {
        if (PasswordBytes.TryRead(password, maxPasswordBytes, out var bytes) != PasswordRefusal.None)
            return false;

        using (bytes)
        {
            if (SchemeOf(hash) is { } scheme)
                return scheme.Verify(bytes.Span, hash) && !bytes.Span.Contains((byte)0);

            TellUnknownHash(hash);
            defaultScheme.Verify(bytes.Span, decoy); // Whatever comes of it: the time must not tell that there was nothing to verify.
            return false;
        }
    }

    private IPasswordScheme? SchemeOf(string? hash)
    {
        if (string.IsNullOrEmpty(hash))
            return null;
        foreach (var scheme in schemes)
        {
            if (scheme.Identify(hash))
                return scheme;
        }

        return null;
    }

    private void ThrowIfRefused(string password)
    {
        if (Check(password) is var refusal and not PasswordRefusal.None)
            throw new PasswordRefusedException(refusal, DefaultScheme);
    }

    private void TellUnknownHash(string? hash)
    {
        if (!string.IsNullOrEmpty(hash) && Interlocked.Exchange(ref unknownHashTold, 1) == 0)
            Log.UnknownHash(logger, string.Join(", ", schemes.Select(scheme => scheme.Name)));
    }
}
