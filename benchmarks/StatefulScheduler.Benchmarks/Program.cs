using BenchmarkDotNet.Running;
using StatefulScheduler.Benchmarks.Measuring;
using StatefulScheduler.Benchmarks.Micro;
using StatefulScheduler.Benchmarks.Postgres;
using StatefulScheduler.Benchmarks.QuartzMemory;

// compare [name…]: whole systems side by side. Anything else goes to BenchmarkDotNet: --filter '*Cron*', --list flat.
if (args is ["compare", .. var rest])
    return await ComparisonRunner.RunAsync(rest);

if (args is ["alone", .. var which])
{
    await SaturatedFirings.AloneAsync(CompareOptions.Parse(which));
    return 0;
}

// A second node of the comparison `postgres`, in a process of its own.
if (args is ["node", var address, var name])
    return await Node.RunAsync(address, name);

if (args.Length == 0)
{
    Console.WriteLine("compare [name…] [--seconds N] [--rounds N]   whole systems side by side; compare list names them");
    Console.WriteLine("alone [stateless|stateful] [--seconds N]      our saturated in-memory firings by themselves, for a profiler");
    Console.WriteLine("--filter <pattern>                            micro benchmarks (BenchmarkDotNet); --list flat names them");
    return 0;
}

BenchmarkSwitcher.FromAssembly(typeof(MicroConfig).Assembly).Run(args, new MicroConfig());
return 0;
