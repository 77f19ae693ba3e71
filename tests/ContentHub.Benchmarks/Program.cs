using BenchmarkDotNet.Running;
using ContentHub.Benchmarks;

if (args is ["start", ..])
{
    return await StartBenchmark.RunAsync(args[1..]);
}

BenchmarkSwitcher.FromAssembly(typeof(PublishedBenchmarks).Assembly).Run(args);
return 0;
