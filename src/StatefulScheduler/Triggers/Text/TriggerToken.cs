namespace StatefulScheduler;

internal enum TriggerTokenKind
{
    Word,
    Or,
    And,
    Open,
    Close,
    End,
}

// A word or a sign in the text of a trigger, and where it stands.
internal readonly record struct TriggerToken(TriggerTokenKind Kind, string Text, int Position)
{
    public int End => Position + Text.Length;

    public bool Is(string keyword) => Kind == TriggerTokenKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}
