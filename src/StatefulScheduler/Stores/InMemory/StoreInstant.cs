namespace StatefulScheduler.Stores;

// One instant on both clocks: the wall's, by which jobs are due, and the monotonic one, by which leases end. A change of the wall clock ends no lease.
internal readonly record struct StoreInstant(DateTimeOffset Wall, TimeSpan Elapsed);
