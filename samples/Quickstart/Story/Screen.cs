using Quickstart.Import;
using Quickstart.Worker;

namespace Quickstart.Story;

// What you see: a progress bar on a terminal, plain lines in a file.
internal sealed class Screen(int total)
{
    private const int Width = 40;
    private readonly bool isTerminal = !Console.IsOutputRedirected;
    private bool barIsOpen;
    private int steps;

    public void Step(string title)
    {
        CloseBar();
        Console.WriteLine();
        Console.WriteLine($"{++steps}. {title}");
    }

    public void Say(string text)
    {
        CloseBar();
        Console.WriteLine($"   {text}");
    }

    public void Show(Report report)
    {
        if (report is { Kind: ReportKind.Committed or ReportKind.Ready, State: { } state })
            Show(state);
    }

    private void Show(ImportState state)
    {
        var taken = state.Imported + state.Skipped;
        if (!isTerminal)
        {
            Console.WriteLine($"   {taken,5:N0} of {total:N0} lines, next {state.Cursor}");
            return;
        }

        var full = taken * Width / total;
        Console.Write($"\r   {new string('█', full)}{new string('░', Width - full)} {taken,5:N0} / {total:N0}  {state.Cursor}   ");
        barIsOpen = true;
    }

    private void CloseBar()
    {
        if (barIsOpen)
            Console.WriteLine();
        barIsOpen = false;
    }
}
