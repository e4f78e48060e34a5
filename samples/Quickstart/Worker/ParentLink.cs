using System.Text.Json;
using Quickstart.Import;

namespace Quickstart.Worker;

// Tells the parent what happens, a line each. Between the two commits of a chosen batch it stands still, so that the parent can kill right there.
internal sealed class ParentLink(int? holdAtBatch)
{
    private int batches;

    public void Tell(Report report) => Console.WriteLine(JsonSerializer.Serialize(report, AppJson.Default.Report));

    public async ValueTask StoredAsync(int lines, CancellationToken cancellationToken)
    {
        Tell(new(ReportKind.Stored, default, 0, 0, null, lines));
        if (++batches == holdAtBatch)
            await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    // The parent holds the other end of standard input: when it ends, however it ends, so does this process.
    public static void WhenParentIsGone(Action stop) => _ = Task.Run(() =>
    {
        while (Console.In.ReadLine() is not null)
        {
        }

        stop();
    });
}
