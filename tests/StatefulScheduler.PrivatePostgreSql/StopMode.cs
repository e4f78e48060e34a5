namespace StatefulScheduler.PrivatePostgreSql;

/// <summary>How a server ends.</summary>
public enum StopMode
{
    /// <summary>Lets no new client in, and waits until the last one has gone.</summary>
    Smart,

    /// <summary>Breaks all transactions and connections off, and shuts down cleanly.</summary>
    Fast,

    /// <summary>Like a crash: nothing is tidied up, and the next start recovers from the log.</summary>
    Immediate,
}
