using System.Security.Cryptography;

namespace StatefulScheduler.Tokens;

// PEM texts, read by the platform. What it says of a bad one may quote it, so that it is not passed on.
internal static class Pem
{
    private const string Refusal = "The text is not a PEM key of this kind. It needs a line BEGIN PRIVATE KEY or BEGIN PUBLIC KEY (or the older RSA or EC forms), must not be encrypted, and holds one key.";

    public static void Import(AsymmetricAlgorithm algorithm, ReadOnlySpan<char> pem)
    {
        try
        {
            algorithm.ImportFromPem(pem);
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            throw new ArgumentException(Refusal, nameof(pem));
        }
    }

    public static RSAParameters ExportParameters(RSA rsa)
    {
        try
        {
            return rsa.ExportParameters(true);
        }
        catch (CryptographicException)
        {
            return rsa.ExportParameters(false); // It has only its public half.
        }
    }

    public static ECParameters ExportParameters(ECDsa ecdsa)
    {
        try
        {
            return ecdsa.ExportParameters(true);
        }
        catch (CryptographicException)
        {
            return ecdsa.ExportParameters(false); // It has only its public half.
        }
    }
}
