namespace Quickstart.Story;

// Something is not as it must be: the story ends here, with an exit code that says so.
internal sealed class StoryException(string message) : Exception(message)
{
    public static void Unless(bool holds, string message)
    {
        if (!holds)
            throw new StoryException(message);
    }
}
