using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(ContentHub.Benchmarks.PublishedBenchmarks).Assembly).Run(args);
