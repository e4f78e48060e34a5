// A server to try things on, or for a process that is no .NET program:
//
//     StatefulScheduler.PrivatePostgreSql [fast]
//
// The first line tells its URL, the second its data folder. It runs until its standard input ends, or it is killed. `fast`: without full durability.
using StatefulScheduler.PrivatePostgreSql;

if (PrivateServer.Unavailable is { } reason)
{
    Console.Error.WriteLine(reason);
    return 1;
}

await using var server = await PrivateServer.StartAsync(new() { FullDurability = !args.Contains("fast") });
Console.WriteLine(server.Url());
Console.WriteLine(server.DataFolder);
while (Console.ReadLine() is not null)
{
}

return 0;
