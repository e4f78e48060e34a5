namespace StatefulScheduler.Tokens;

/// <summary>Why a token is not accepted. For logs and for the program; who sent the token is told no more than that it is invalid.</summary>
public enum TokenError
{
    /// <summary>It is accepted.</summary>
    None = 0,

    /// <summary>It is longer than <see cref="TokenValidationOptions.MaxTokenLength"/>, or has more members than <see cref="TokenValidationOptions.MaxClaims"/>.</summary>
    TooLarge = 1,

    /// <summary>It is not three parts of base64url whose first two are JSON objects in UTF-8, in the one way to write them.</summary>
    Malformed = 2,

    /// <summary>Its algorithm is missing, is not one that is allowed, or is <c>none</c>.</summary>
    AlgorithmNotAllowed = 3,

    /// <summary>No key of that name and algorithm verifies now; or it names none and there are several.</summary>
    KeyNotFound = 4,

    /// <summary>The signature is not one of the key over this token.</summary>
    SignatureInvalid = 5,

    /// <summary>It asks for an extension (<c>crit</c>, <c>b64</c>); there is none.</summary>
    CriticalNotSupported = 6,

    /// <summary>Its <c>typ</c> is not the required one.</summary>
    WrongType = 7,

    /// <summary>A name stands twice in one of its objects.</summary>
    DuplicateMember = 8,

    /// <summary>A claim is missing that is required.</summary>
    MissingClaim = 9,

    /// <summary>A registered claim has another JSON type than it must have, or is a time that is none.</summary>
    InvalidClaim = 10,

    /// <summary>Its time is over.</summary>
    Expired = 11,

    /// <summary>Its time has not come, or it says that it was issued in the future.</summary>
    NotYetValid = 12,

    /// <summary>It is of another issuer.</summary>
    InvalidIssuer = 13,

    /// <summary>It is for another audience.</summary>
    InvalidAudience = 14,

    /// <summary>It was issued longer ago than <see cref="TokenValidationOptions.MaxAge"/>.</summary>
    TooOld = 15,

    /// <summary>It, or every token of its subject from before some time, was revoked.</summary>
    Revoked = 16,
}
