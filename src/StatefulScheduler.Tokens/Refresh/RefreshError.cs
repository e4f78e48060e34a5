namespace StatefulScheduler.Tokens;

/// <summary>Why a refresh token is not accepted. For logs and for the program; who sent the token is told no more than that it is invalid.</summary>
public enum RefreshError
{
    /// <summary>It is accepted.</summary>
    None = 0,

    /// <summary>It is none that was issued to this client, or one that is long forgotten.</summary>
    Unknown = 1,

    /// <summary>Its time, or that of its family, is over.</summary>
    Expired = 2,

    /// <summary>Its family was revoked.</summary>
    Revoked = 3,

    /// <summary>It was used before. Either the one who used it then or the one who uses it now has stolen it, so that its whole family is revoked.</summary>
    ReuseDetected = 4,

    /// <summary>More was asked for than it allows. It was not used up.</summary>
    InvalidScope = 5,
}
