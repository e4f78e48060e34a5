// Retries from the first line to a job that outlives its process, as docs/retries.md shows them.
//
//   Stage/     a clock on which waiting takes no time, and what is printed
//   Article/   what Tenacity's introductions show: when to stop, how long to wait, what to retry, in which form
//   Beyond/    what the others do not have
//   Jobs/      a retry rule as the failure rule of a scheduled job
//
// dotnet run --project samples/Retries        Takes a second or two, prints the same each time, and ends with 1 if anything is not as it says.
using System.Globalization;
using System.Text;
using Retries.Article;
using Retries.Beyond;
using Retries.Jobs;
using Retries.Stage;

CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8;

Say.Section("until-right", Stops.UntilRight);
Say.Section("attempts", Stops.AfterAttempts);
Say.Section("delay", Stops.AfterDelay);
Say.Section("waits", Waits.All);
Say.Section("exception", Conditions.ByException);
Say.Section("result", Conditions.ByResult);
Say.Section("combined", Conditions.Combined);
Say.Section("and", Conditions.AsTheOriginalWroteIt);
await Say.SectionAsync("async", Forms.AsynchronousAsync);
Say.Section("statistics", Forms.Statistics);
Say.Section("block", Forms.Block);
await Say.SectionAsync("async-block", Forms.AsynchronousBlockAsync);
Say.Section("wrap", Forms.Wrapped);

Say.Section("words", Foresight.InWords);
Say.Section("preview", Foresight.Preview);
Say.Section("decide", Foresight.Decide);
Say.Section("budget", Bounds.Budget);
Say.Section("deadline", Bounds.Deadline);
Say.Section("nesting", Bounds.Nesting);
Say.Section("retry-after", Bounds.RetryAfter);
Say.Section("test-mode", Hosts.TestMode);
Say.Section("services", Hosts.Services);

await Say.SectionAsync("job", StoredRetries.PlayAsync);
var examples = Say.Sections;
Say.Section("checked", () => Console.WriteLine($"{examples} examples, {Check.Held} checks: all hold"));
