namespace StatefulScheduler.Persistence;

/// <summary>A database cannot be used: it is not there, damaged, foreign, newer than this program, or held by somebody else.</summary>
public sealed class DatabaseException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="database">Which database.</param>
    /// <param name="message">What happened, why, and what to do.</param>
    /// <param name="inner">What the driver said.</param>
    public DatabaseException(string database, string message, Exception? inner = null)
        : base($"{database}: {message}", inner)
    {
        Database = database;
        Problem = message;
    }

    /// <summary>Gets which database.</summary>
    public string Database { get; }

    /// <summary>Gets the message without the database's name in front.</summary>
    public string Problem { get; }
}
