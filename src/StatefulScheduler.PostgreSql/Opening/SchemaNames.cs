using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace StatefulScheduler.PostgreSql;

// What a schema is called where the server has one name space for the whole database: channels of notifications and advisory locks. Hashed, because a
// channel's name has 63 bytes, and a lock is a number.
internal static class SchemaNames
{
    public static string Channel(string schema) => $"sts_{Convert.ToHexStringLower(Hash(schema, "channel").AsSpan(0, 16))}";

    // A statement literal.
    public static string Lock(string schema, string purpose) =>
        BinaryPrimitives.ReadInt64LittleEndian(Hash(schema, purpose)).ToString(CultureInfo.InvariantCulture);

    private static byte[] Hash(string schema, string purpose) => SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose} {schema}"));
}
