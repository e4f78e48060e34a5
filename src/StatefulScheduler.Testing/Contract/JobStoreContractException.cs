namespace StatefulScheduler.Testing;

/// <summary>Says which promise a job store broke: what was expected, and what was found.</summary>
public sealed class JobStoreContractException : Exception
{
    /// <summary>Creates an exception without details.</summary>
    public JobStoreContractException()
        : this("The store broke its contract.")
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What was expected, and what was found.</param>
    public JobStoreContractException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception that names the one that was found first.</summary>
    /// <param name="message">What was expected, and what was found.</param>
    /// <param name="innerException">Where it was found.</param>
    public JobStoreContractException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
