namespace StatefulScheduler.Stores.Rows;

// Which part of a row has changed; more than one: the greater.
internal enum RowChange
{
    // The claim's: open runs, pending runs, fence.
    Claim,

    // An ordinary run's: the schedule, open runs.
    Run,

    // An ordinary run's, with a new state.
    State,

    // Anything.
    All,
}
