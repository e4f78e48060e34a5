// Imports order lines from CSV files into orders.db, by a job that lives in jobs.db, while the process that runs it is killed again and again.
//
//   Import/   the job: its state, its code, its input, its own database     ← begin here: ImportState.cs, ImportOrders.cs, ImportJob.cs
//   Worker/   the process that runs it: a host with a scheduler
//   Story/    the process that you started: starts workers, kills them, corrects the job, checks everything
//
// dotnet run --project samples/Quickstart              plays the story; every time with other random kills
// dotnet run --project samples/Quickstart -- 4711      plays it with that seed
using System.Globalization;
using System.Text;
using Quickstart;
using Quickstart.Story;
using Quickstart.Worker;

CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8;

if (args is ["worker", var folder, .. var hold])
    return await ImportWorker.RunAsync(new WorkFolder(folder), holdAtBatch: hold is [var batch] ? int.Parse(batch, CultureInfo.InvariantCulture) : null);

var seed = args is [var text] && int.TryParse(text, out var given) ? given : Random.Shared.Next(1, 100_000);
return await ImportStory.PlayAsync(seed);
