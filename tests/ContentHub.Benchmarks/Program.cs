using BenchmarkDotNet.Running;
using ContentHub.Benchmarks;
using ContentHub.Benchmarks.Load;

if (args is ["start", ..])
{
    return await StartBenchmark.RunAsync(args[1..]);
}

if (args is ["load", ..])
{
    return await LoadBenchmark.RunAsync(args[1..]);
}

if (args is ["search", ..])
{
    return SearchBenchmarks.MeasureProcessorTime();
}

BenchmarkSwitcher.FromAssembly(typeof(PublishedBenchmarks).Assembly).Run(args);
return 0;
