namespace StatefulScheduler.Retries;

/// <summary>Asks for another attempt from inside one, whatever the policy's condition says. Stop and wait are obeyed.</summary>
/// <remarks>When the policy gives up and rethrows, the <see cref="Exception.InnerException"/> is thrown in its stead, if there is one.</remarks>
public sealed class TryAgainException : Exception
{
    /// <summary>Asks for another attempt.</summary>
    public TryAgainException()
        : this(innerException: null)
    {
    }

    /// <summary>Asks for another attempt.</summary>
    /// <param name="innerException">Why; it is what the caller gets in the end.</param>
    public TryAgainException(Exception? innerException)
        : base("The attempt asks to be made again.", innerException)
    {
    }

    /// <summary>Asks for another attempt.</summary>
    /// <param name="message">Why.</param>
    /// <param name="innerException">Why; it is what the caller gets in the end.</param>
    public TryAgainException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
