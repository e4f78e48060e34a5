using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace StatefulScheduler.Tokens;

// The ring of the options and of the keys that code added. When the options change the ring does, at once for everybody; new ones that cannot be used change nothing, and are told.
internal sealed class OptionsKeyRingSource : IKeyRingSource, IDisposable
{
    private readonly IOptionsFactory<KeyRingOptions> factory;
    private readonly List<KeyRingEntry> others;
    private readonly ILogger logger;
    private readonly List<IDisposable> listening;
    private volatile KeyRing current;

    public OptionsKeyRingSource(
        IOptionsFactory<KeyRingOptions> factory, IEnumerable<IOptionsChangeTokenSource<KeyRingOptions>> changes, IEnumerable<KeyRingEntry> others, ILoggerFactory? loggers = null)
    {
        (this.factory, this.others) = (factory, [.. others]);
        logger = loggers?.CreateLogger(TokensLog.Category) ?? (ILogger)NullLogger.Instance;
        // Listens before it looks: a change in between is not missed.
        listening = [.. changes.Where(source => string.IsNullOrEmpty(source.Name)).Select(source => ChangeToken.OnChange(source.GetChangeToken, Renew))];
        current = factory.Create(Options.DefaultName).ToRing(this.others);
    }

    public KeyRing Current => current;

    public void Dispose() => listening.ForEach(subscription => subscription.Dispose());

    private void Renew()
    {
        try
        {
            current = factory.Create(Options.DefaultName).ToRing(others);
            Log.KeysChanged(logger, string.Join(", ", current.Keys.Select(entry => entry.Key.ToString())));
        }
#pragma warning disable CA1031 // The boundary of configuration: whatever is wrong with what is new, the old goes on.
        catch (Exception exception)
        {
            Log.KeysRefused(logger, exception.Message);
        }
#pragma warning restore CA1031
    }
}
