namespace StatefulScheduler.Sqlite;

// An exclusive lock of the operating system on <file>.lock, held as long as the store is open. The system frees it when the process ends, by
// SIGKILL too. The lock file stays: deleting it would let two processes lock two files of one name.
internal sealed class OwnerLock : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly FileStream file;

    private OwnerLock(FileStream file) => this.file = file;

    // Null: another process still holds it after the wait. Measured by the system's clock: virtual time does not pass for other processes.
    public static async ValueTask<OwnerLock?> TakeAsync(string databaseFile, TimeSpan wait, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        while (true)
        {
            if (TryTake(databaseFile + ".lock") is { } taken)
                return taken;
            if (time.GetElapsedTime(start) >= wait)
                return null;
            await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => file.Dispose();

    private static OwnerLock? TryTake(string path)
    {
        try
        {
            return new OwnerLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1));
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }
}
