using System.Text.Json;
using System.Text.Json.Nodes;

namespace StatefulScheduler.Conformance.Tests.Tokens;

// A vector that says the opposite of what is so must not pass.
public class TamperedTests
{
    private static readonly Dictionary<string, VectorFile> s_files = Suite.Find("tokens")!.Files.ToDictionary(file => file.Name);

    [Theory]
    [InlineData("jwt_hostile.json", "valid", "invalid")]
    [InlineData("jwt_hostile.json", "invalid", "valid")]
    [InlineData("jwk.json", "accept", "reject")]
    [InlineData("jwk.json", "reject", "accept")]
    [InlineData("password_hashes.json", "match", "mismatch")]
    [InlineData("password_hashes.json", "mismatch", "match")]
    public async Task A_vector_of_the_opposite_verdict_does_not_pass(string file, string verdict, string opposite)
    {
        var tampered = Read(file).Where(vector => vector.TextOrNull("expect") == verdict && IsOffered(vector)).Select(vector => With(vector, json => json["expect"] = opposite)).ToList();

        await AllFailAsync(file, tampered);
    }

    [Fact]
    public Task A_thumbprint_that_is_another_does_not_pass() =>
        AllFailAsync("jwk.json", [.. Read("jwk.json").Where(vector => vector.Has("sha256")).Select(vector => With(vector, json => json["sha256"] = "x"))]);

    [Fact]
    public Task A_claim_that_is_another_does_not_pass() =>
        AllFailAsync("jwt_hostile.json", [.. Read("jwt_hostile.json").Where(vector => vector.Has("claims")).Select(vector => With(vector, json => json["claims"]!["sub"] = "somebody else"))]);

    [Fact]
    public Task A_context_that_does_otherwise_does_not_pass() =>
        AllFailAsync("password_hashes.json", [.. Read("password_hashes.json").Where(vector => vector.Has("config") && vector.Json.GetProperty("result").GetProperty("identify").ValueKind == JsonValueKind.String)
            .Select(vector => With(vector, json => json["result"]!["needs_update"] = !json["result"]!["needs_update"]!.GetValue<bool>()))]);

    [Fact]
    public Task A_step_of_another_outcome_does_not_pass() =>
        AllFailAsync("refresh_scenarios.json", [.. Read("refresh_scenarios.json").Where(vector => vector.Json.GetProperty("steps").EnumerateArray().Any(Redeems))
            .Select(vector => With(vector, json => json["steps"]!.AsArray().Last(step => Redeems(JsonSerializer.SerializeToElement(step)))!["expect"] = "something else"))]);

    private static bool Redeems(JsonElement step) => step.GetProperty("op").GetString()!.StartsWith("redeem", StringComparison.Ordinal) && step.GetProperty("op").GetString() != "redeemParallel";

    // Of a scheme that is not offered nothing is said but that it is not.
    private static bool IsOffered(Vector vector) => vector.TextOrNull("scheme") is not { } scheme || scheme.Contains("pbkdf2_sha256", StringComparison.Ordinal) || scheme is "pbkdf2_sha512" or "bcrypt_sha256" || scheme.StartsWith("aspnet", StringComparison.Ordinal);

    private static IEnumerable<Vector> Read(string file) => s_files[file].Read(Path.Combine(Vectors.Folder, "tokens", file));

    private static Vector With(Vector vector, Action<JsonNode> change)
    {
        var json = JsonObject.Create(vector.Json)!.DeepClone();
        change(json);
        return vector with { Json = JsonSerializer.SerializeToElement(json) };
    }

    private static async Task AllFailAsync(string file, List<Vector> vectors)
    {
        var passed = new List<string>();
        foreach (var vector in vectors)
        {
            if ((await s_files[file].JudgeAsync(vector)).Outcome == Outcome.Passed)
                passed.Add(vector.Id);
        }

        Assert.NotEmpty(vectors);
        Assert.Empty(passed);
    }
}
