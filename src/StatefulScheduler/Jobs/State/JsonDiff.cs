namespace StatefulScheduler;

// The places where two states differ: objects member by member at every depth, everything else as a whole.
internal static class JsonDiff
{
    public static List<StateDifference> Between(JobState before, JobState after)
    {
        var differences = new List<StateDifference>();
        Compare(JsonPath.Root, before.Members, after.Members, differences, before.Json);
        return differences;
    }

    private static void Compare(JsonPath path, JsonMembers before, JsonMembers after, List<StateDifference> differences, JobJson json)
    {
        for (var index = 0; index < before.Count; index++)
            Compare(path.Then(before.Name(index)), before.Value(index), after.ValueOf(before.Name(index)), differences, json);

        for (var index = 0; index < after.Count; index++)
        {
            if (before.IndexOf(after.Name(index)) < 0)
                Compare(path.Then(after.Name(index)), default, after.Value(index), differences, json);
        }
    }

    private static void Compare(
        JsonPath path, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, List<StateDifference> differences, JobJson json)
    {
        if (JsonEquality.Equal(before, after))
            return;

        if (JsonText.IsObject(before) && JsonText.IsObject(after))
            Compare(path, JsonMembers.Read(before), JsonMembers.Read(after), differences, json);
        else
            differences.Add(new(path.ToString(), new(before, json), new(after, json)));
    }
}
