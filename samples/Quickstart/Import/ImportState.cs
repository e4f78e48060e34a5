namespace Quickstart.Import;

// What the import remembers between two runs, two processes, two deploys.
internal sealed record ImportState(Cursor Cursor, int Imported = 0, int Skipped = 0, string Phase = "importing", string? Error = null);

// The next line to read. A record of its own, since file and line must agree: where two people change a state at once, a member merges as a whole.
internal sealed record Cursor(string File, int Line)
{
    public override string ToString() => $"{File}:{Line}";
}
