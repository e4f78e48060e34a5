// Passwords and tokens, as docs/security.md shows them.
//
//   Stage/     a clock that stands until it is moved, and what is printed
//   Article/   the well-known program of the web tutorials, line by line: hash, verify, encode, decode, expired, wrong key
//   Beyond/    what it leaves out: keys that change, a refresh token that is stolen, old hashes that are replaced, a host
//
// dotnet run --project samples/Tokens        Takes some seconds of hashing, prints the same each time, and ends with 1 if anything is not as it says.
using System.Globalization;
using System.Text;
using Tokens.Article;
using Tokens.Beyond;
using Tokens.Stage;

CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8;

Say.Section("hash", Passwords.Hash);
Say.Section("secret", AccessTokens.Secret);
Say.Section("encode", AccessTokens.Encode);
Say.Section("decode", AccessTokens.Decode);
Say.Section("expired", AccessTokens.Expired);
Say.Section("wrong-key", AccessTokens.WrongKey);

Say.Section("migrate", Migration.Replace);
Say.Section("validate", Validation.Validate);
Say.Section("rotate", Rotation.Rotate);
await Say.SectionAsync("refresh", Refreshing.ReuseAsync);
await Say.SectionAsync("revoke", Revoking.RevokeAsync);
await Say.SectionAsync("stored", Stored.RestartAsync);
Say.Section("services", Hosts.Services);
var examples = Say.Sections;
Say.Section("checked", () => Console.WriteLine($"{examples} examples, {Check.Held} checks: all hold"));
