namespace StatefulScheduler.PostgreSql;

// Something that one node at a time does now and then. Piece: does a bounded part of it, and says whether there is more.
internal sealed record MaintenanceTask(string Name, TimeSpan Interval, Func<CancellationToken, Task<bool>> Piece);
