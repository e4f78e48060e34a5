namespace StatefulScheduler;

internal static class JsonDoor
{
    public const int MaxDepth = 64;
    public const string State = "a JSON object";
    public const string Value = "a JSON value";
    public static byte[] Encode(string json) => throw new NotImplementedException();
    public static ReadOnlyMemory<byte> Check(byte[] utf8, string expected) => throw new NotImplementedException();
    public static JobState CheckSize(JobState state, int maxBytes) => throw new NotImplementedException();
}
