// Every kind of trigger, what it names and why, as docs/triggers.md shows it. No job runs here: a trigger only says when.
//
//   Kinds.cs      one line for each kind, with its text and its next instant
//   Combined.cs   both, either, except, from, until, jitter
//   Clocks.cs     what becomes of 02:30 on a night on which the clocks are changed
//
// dotnet run --project samples/Triggers
using System.Globalization;
using System.Text;
using Triggers;

CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8;

Section("kinds", Kinds.Print);
Section("combined", Combined.Print);
Section("jitter", Combined.PrintJitter);
Section("gap", Clocks.PrintGap);
Section("overlap", Clocks.PrintOverlap);
Section("chinese", Clocks.PrintInChinese);
Section("months", Kinds.PrintMonths);
Section("refused", Kinds.PrintRefusals);

static void Section(string name, Action print)
{
    Console.WriteLine($"== {name}");
    print();
    Console.WriteLine();
}
