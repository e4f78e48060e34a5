using StatefulScheduler.Retries;

namespace StatefulScheduler.Conformance.Tenacity;

// Conditions put together as a text says: letters, |, & and parentheses, with & before | as in both languages.
internal sealed class OperatorText
{
    private readonly Queue<char> _rest;

    private OperatorText(string text) => _rest = new(text.Where(character => character != ' '));

    public static RetryCondition Read(string text) => new OperatorText(text).ReadOr();

    private RetryCondition ReadOr()
    {
        var left = ReadAnd();
        while (TryTake('|'))
            left |= ReadAnd();
        return left;
    }

    private RetryCondition ReadAnd()
    {
        var left = ReadOperand();
        while (TryTake('&'))
            left &= ReadOperand();
        return left;
    }

    private RetryCondition ReadOperand()
    {
        if (!TryTake('('))
            return RetryIf.Message($"{_rest.Dequeue()}");
        var inside = ReadOr();
        return TryTake(')') ? inside : throw new FormatException("A parenthesis is not closed.");
    }

    private bool TryTake(char wanted) => _rest.TryPeek(out var next) && next == wanted && _rest.Dequeue() == wanted;
}
