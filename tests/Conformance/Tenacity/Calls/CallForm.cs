namespace StatefulScheduler.Conformance.Tenacity.Calls;

// One way to make a call, and what it tells of it.
internal sealed record CallForm(string Name, bool IsWatched, Func<Stage, ValueTask<CallFinding>> MakeAsync)
{
    // Tells why the call ended and what it took, whatever came out.
    public bool TellsAll { get; init; }

    // No hook is called, so none can throw.
    public bool IsPure { get; init; }

    public static CallForm Blocking(string name, bool isWatched, Func<Stage, CallFinding> make) => new(name, isWatched, stage => new(make(stage)));

    public async ValueTask<CallFinding> TryMakeAsync(Stage stage)
    {
        try
        {
            return await MakeAsync(stage);
        }
        catch (Exception exception) // Compared.
        {
            return CallFinding.Of(exception);
        }
    }
}
