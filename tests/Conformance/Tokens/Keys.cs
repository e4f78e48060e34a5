using System.Text.Json;
using StatefulScheduler.Tokens;

namespace StatefulScheduler.Conformance.Tokens;

// Keys as the vectors give them. A key that is refused makes null of the ring: nothing can then be accepted.
internal static class Keys
{
    public static KeyRing? TryRing(JsonElement keys, out string why)
    {
        try
        {
            why = "";
            return new KeyRing(keys.EnumerateArray().Select(key => TokenKey.FromJwk(key.GetRawText())).ToList());
        }
        catch (ArgumentException refusal)
        {
            why = refusal.Message;
            return null;
        }
    }
}
