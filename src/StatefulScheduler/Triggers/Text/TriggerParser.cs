namespace StatefulScheduler;

// Reads the text of a trigger:
//
//     union        = intersection { "|" intersection }
//     intersection = operand { "&" operand }
//     operand      = ( atom | "(" union ")" ) { clause }
//
// An atom is what stands without signs up to the first word of a clause; TriggerClauses says what a clause is.
internal sealed class TriggerParser
{
    // Nobody writes so deep a nest; a text that does is meant to break what reads it.
    private const int MaxDepth = 64;

    private readonly string _text;
    private readonly List<TriggerToken> _tokens;
    private int _next;

    private TriggerParser(string text)
    {
        _text = text;
        _tokens = TriggerTokenizer.Tokenize(text);
    }

    private TriggerToken Current => _tokens[_next];

    public static Trigger Parse(string text)
    {
        var parser = new TriggerParser(text);
        var trigger = parser.Union(depth: 0);
        return parser.Current.Kind == TriggerTokenKind.End ? trigger : throw parser.Unexpected("'|', '&' or the end of the text");
    }

    private Trigger Union(int depth)
    {
        var parts = new List<Trigger> { Intersection(depth) };
        while (Take(TriggerTokenKind.Or))
            parts.Add(Intersection(depth));
        return parts.Count == 1 ? parts[0] : OrTrigger.Of(parts);
    }

    private Trigger Intersection(int depth)
    {
        var parts = new List<Trigger> { Operand(depth) };
        while (Take(TriggerTokenKind.And))
            parts.Add(Operand(depth));
        return parts.Count == 1 ? parts[0] : AndTrigger.Of(parts);
    }

    private Trigger Operand(int depth)
    {
        var trigger = Current.Kind == TriggerTokenKind.Open ? Group(depth) : Atom();
        var clauses = new TriggerClauses(_text);
        while (Current.Kind == TriggerTokenKind.Word)
            Clause(clauses, depth);
        return clauses.Around(trigger);
    }

    private Trigger Group(int depth)
    {
        if (depth == MaxDepth)
            throw TriggerText.Refuse(_text, Current.Position, $"brackets are nested deeper than {MaxDepth}");
        Take(TriggerTokenKind.Open);
        var trigger = Union(depth + 1);
        return Take(TriggerTokenKind.Close) ? trigger : throw Unexpected("')'");
    }

    private Trigger Atom()
    {
        var first = _next;
        while (Current.Kind == TriggerTokenKind.Word && !TriggerClauses.BeginsWith(Current, _tokens[_next + 1]))
            _next++;
        return _next > first
            ? TriggerAtom.Parse(_text, [.. _tokens[first.._next]])
            : throw Unexpected("a trigger");
    }

    private void Clause(TriggerClauses clauses, int depth)
    {
        var keyword = Current;
        _next++;
        if (keyword.Is(TriggerClauses.Except) && Current.Kind == TriggerTokenKind.Open)
        {
            clauses.Exclude(Group(depth));
            return;
        }

        var first = _next;
        while (Current.Kind == TriggerTokenKind.Word && !TriggerClauses.IsKeyword(Current))
            _next++;
        clauses.Add(keyword, _tokens[first.._next]);
    }

    private bool Take(TriggerTokenKind kind)
    {
        if (Current.Kind != kind)
            return false;
        _next++;
        return true;
    }

    private FormatException Unexpected(string wanted) => TriggerText.Refuse(
        _text, Current.Position, $"{wanted} is missing" + (Current.Kind == TriggerTokenKind.End ? " at the end" : $"; instead there stands '{Current.Text}'"));
}
