using BenchmarkDotNet.Running;
using ContentHub.Benchmarks;
using ContentHub.Benchmarks.Corpora;
using ContentHub.Benchmarks.Load;
using ContentHub.Benchmarks.Ratios;
using ContentHub.Benchmarks.Webhooks;

if (args is ["start", ..])
{
    return await StartBenchmark.RunAsync(args[1..]);
}

if (args is ["publish", ..])
{
    return await PublishBenchmark.RunAsync(args[1..]);
}

if (args is ["scale", ..])
{
    return await ScaleBenchmark.RunAsync(args[1..]);
}

if (args is ["load", ..])
{
    return await LoadBenchmark.RunAsync(args[1..]);
}

if (args is ["ratio", ..])
{
    return await RatioBenchmark.RunAsync(args[1..]);
}

if (args is ["serve", ..])
{
    return await BenchmarkedServer.ServeAsync(args[1..]);
}

if (args is ["webhooks", ..])
{
    return await WebhookBenchmark.RunAsync(args[1..]);
}

if (args is ["search", ..])
{
    return SearchBenchmarks.MeasureProcessorTime();
}

BenchmarkSwitcher.FromAssembly(typeof(PublishedBenchmarks).Assembly).Run(args);
return 0;
