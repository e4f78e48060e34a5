namespace StatefulScheduler.Conformance.Tenacity;

// What must not come to be.
internal static class Refusal
{
    public static Verdict Judge<TException>(Func<object?> act)
        where TException : Exception
    {
        try
        {
            return Verdict.Failed(typeof(TException).Name, $"{act()}");
        }
        catch (TException)
        {
            return Verdict.Passed;
        }
    }

    public static Verdict AtTheDoor(Func<object?> create) => Judge<ArgumentException>(create).Mapped(TenacityRules.RefusedAtTheDoor);
}
