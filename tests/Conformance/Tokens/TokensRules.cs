namespace StatefulScheduler.Conformance.Tokens;

// Where the library means to differ from what was recorded, and what it does not do.
internal static class TokensRules
{
    public static Rule WebPackage { get; } = new("over HTTP",
        "The token endpoint and the bearer challenge belong to the web package, not to this one.");

    public static Rule NotClaims { get; } = new("the payload is not JSON",
        "A token is a JWS whose payload is a JSON object; a signature over something else is not accepted, however right. That it is right is checked with the key alone.");

    public static Rule SecretWithoutEntropy { get; } = new("a secret of one byte over and over",
        "Wycheproof signs some texts that are no claims with 32 zeros; the library refuses such a secret, as jwk.json asks. That it does is checked.");

    public static Rule Preferred { get; } = new("both are allowed",
        "The standards leave it open; what is compared is what the vector says is preferred.");

    public static Rule NotIdentified { get; } = new("a scheme that is not offered",
        "The library does not offer the scheme: its hash must be named as none of the schemes, and match no password.");

    public static Rule UnknownHashIsWrong { get; } = new("an unknown hash is no match",
        "passlib raises UnknownHashError; the library answers that the password is wrong and that there is nothing to replace, and says so once in the log.");

    public static Rule NulIsWrong { get; } = new("a NUL is wrong",
        "passlib raises PasswordValueError when a password with a NUL is verified; the library answers that it is wrong.");

    public static Rule LongIsRefused { get; } = new("a long new password is refused",
        "passlib hashes the first 72 bytes unless truncate_error is set; the library refuses unless LongPassword is Truncate, with which it must do the same.");

    public static Rule CostIsRefused { get; } = new("a cost out of range is refused",
        "passlib clips a cost that is out of range; the library must refuse it, with an ArgumentException.");
}
