using System.Security.Cryptography;
using System.Text;

namespace StatefulScheduler.Persistence;

/// <summary>One step of a schema's life. Once shipped it never changes: a correction is a new step.</summary>
/// <param name="Version">Its number, from 1, without gaps.</param>
/// <param name="Name">What it does, in a few words.</param>
/// <param name="Sql">Its statements.</param>
public sealed record Migration(int Version, string Name, string Sql)
{
    /// <summary>Gets whether programs that do not know this step must stay away from the schema.</summary>
    /// <value>The default is <see langword="true"/>; say <see langword="false"/> only for what an older program cannot stumble over, such as a new index.</value>
    public bool Breaking { get; init; } = true;

    /// <summary>Gets the checksum of <see cref="Sql"/>, by which a changed step is found.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));
}
