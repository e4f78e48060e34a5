// Drives the public API over test vectors that other implementations gave.
//
//     dotnet run -c Release --project tests/Conformance -- <suite> <folder>
//
// The folder holds the files of the suite, or a folder of the suite's name that does. Ends with 0 when every vector
// passed or was skipped by a rule, 1 when one failed or none was found, 2 when it was called wrongly.
using StatefulScheduler.Conformance;

if (args is not [var name, var folder])
    return Wrong("two arguments are needed.");
if (Suite.Find(name) is not { } suite)
    return Wrong($"there is no suite '{name}'.");
if (!Directory.Exists(folder))
    return Wrong($"there is no folder '{folder}'.");

var report = await suite.RunAsync(suite.FolderIn(folder));
report.Write(Console.Out);
return report.IsGood ? 0 : 1;

static int Wrong(string reason)
{
    Console.Error.WriteLine($"Conformance: {reason} Usage: <suite> <folder>, where <suite> is one of: {string.Join(", ", Suite.All.Select(suite => suite.Name))}.");
    return 2;
}
