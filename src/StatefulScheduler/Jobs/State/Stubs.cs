using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace StatefulScheduler;

internal sealed class JsonMembers
{
    public static readonly byte[] NoMembers = "{}"u8.ToArray();
    public int Count => throw new NotImplementedException();
    public static JsonMembers Read(ReadOnlyMemory<byte> utf8) => throw new NotImplementedException();
    public int IndexOf(string name) => throw new NotImplementedException();
    public string Name(int index) => throw new NotImplementedException();
    public ReadOnlyMemory<byte> Value(int index) => throw new NotImplementedException();
    public string Names() => throw new NotImplementedException();
}

internal sealed class JsonPath
{
    public static JsonPath Root => throw new NotImplementedException();
    public static JsonPath Of(string name) => throw new NotImplementedException();
    public static JsonPath Parse(string path) => throw new NotImplementedException();
}

internal static class JsonEdit
{
    public static ReadOnlyMemory<byte> Set(ReadOnlyMemory<byte> utf8, JsonPath path, ReadOnlyMemory<byte> value) => throw new NotImplementedException();
    public static ReadOnlyMemory<byte> Remove(ReadOnlyMemory<byte> utf8, JsonPath path) => throw new NotImplementedException();
    public static ReadOnlyMemory<byte> Merge(ReadOnlyMemory<byte> utf8, ReadOnlyMemory<byte> patch) => throw new NotImplementedException();
}

internal static class JsonReading
{
    public static ReadOnlyMemory<byte>? Find(ReadOnlyMemory<byte> utf8, JsonPath path) => throw new NotImplementedException();
    public static T Read<T>(ReadOnlyMemory<byte> found, JobState whole, JsonPath path, JsonTypeInfo<T> json) => throw new NotImplementedException();
    public static T Read<T>(JobValue value, JsonTypeInfo<T> json) => throw new NotImplementedException();
    public static JobStateException Missing<T>(JobState whole, JsonPath path) => throw new NotImplementedException();
}

internal static class JsonWriting
{
    public static ReadOnlyMemory<byte> State<T>(T value, JsonTypeInfo<T> json) => throw new NotImplementedException();
    public static ReadOnlyMemory<byte> Value<T>(T value, JsonTypeInfo<T> json) => throw new NotImplementedException();
}

internal static class JsonDiff
{
    public static IReadOnlyList<StateDifference> Between(JobState before, JobState after) => throw new NotImplementedException();
}

internal static class JsonEquality
{
    public static bool Equal(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right) => throw new NotImplementedException();
    public static int Hash(ReadOnlyMemory<byte> utf8) => throw new NotImplementedException();
}

internal static class JsonText
{
    public static JsonValueKind KindOf(ReadOnlySpan<byte> utf8) => throw new NotImplementedException();
    public static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> utf8) => throw new NotImplementedException();
}

internal sealed class JobStateConverter : JsonConverter<JobState>
{
    public override JobState? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotImplementedException();
    public override void Write(Utf8JsonWriter writer, JobState value, JsonSerializerOptions options) => throw new NotImplementedException();
}

internal sealed class JobValueConverter : JsonConverter<JobValue>
{
    public override JobValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotImplementedException();
    public override void Write(Utf8JsonWriter writer, JobValue value, JsonSerializerOptions options) => throw new NotImplementedException();
}
