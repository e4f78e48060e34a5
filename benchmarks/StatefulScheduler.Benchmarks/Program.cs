using BenchmarkDotNet.Running;
using StatefulScheduler.Benchmarks.Measuring;
using StatefulScheduler.Benchmarks.Micro;

// compare [name…]: whole systems side by side. Anything else goes to BenchmarkDotNet: --filter '*Cron*', --list flat.
if (args is ["compare", .. var rest])
    return await ComparisonRunner.RunAsync(rest);

if (args.Length == 0)
{
    Console.WriteLine("compare [name…] [--seconds N] [--rounds N]   whole systems side by side; compare list names them");
    Console.WriteLine("--filter <pattern>                            micro benchmarks (BenchmarkDotNet); --list flat names them");
    return 0;
}

BenchmarkSwitcher.FromAssembly(typeof(MicroConfig).Assembly).Run(args, new MicroConfig());
return 0;
