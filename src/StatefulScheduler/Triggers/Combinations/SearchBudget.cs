namespace StatefulScheduler;

// How many steps one question may take in all: an instant that is jumped to, dropped or moved is one. A search may ask
// triggers that search themselves, for each of its steps; without a common bound a few inside one another would not end.
internal sealed class SearchBudget
{
    public const int Steps = 1_000_000;

    private int _left = Steps;

    // False when it is used up.
    public bool Spend() => --_left >= 0;
}
