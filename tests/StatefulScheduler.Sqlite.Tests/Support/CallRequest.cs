namespace StatefulScheduler.Sqlite.Tests;

// Anything that a test wants the writer's thread to do, inside a group.
internal sealed class CallRequest(Action<StoreWriter> call) : WriteRequest
{
    public override int Size => 1;

    public override void Execute(StoreWriter writer) => call(writer);
}
