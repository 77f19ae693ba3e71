using Spectre.Console;

namespace ContentHub.Importing.Bulk;

/// <summary>How far the work is, as a bar on standard error: standard output may be the file itself.</summary>
internal static class BulkBar
{
    /// <summary>Shows nothing where standard error is no terminal.</summary>
    public static Task<T> RunAsync<T>(Func<IProgress<BulkProgress>?, Task<T>> work)
    {
        if (Console.IsErrorRedirected)
        {
            return work(null);
        }

        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return terminal.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new Bar(context)));
    }

    /// <summary>A bar for each step, which begins when the step does.</summary>
    private sealed class Bar(ProgressContext context) : IProgress<BulkProgress>
    {
        private readonly Dictionary<string, ProgressTask> _steps = [];

        public void Report(BulkProgress value)
        {
            if (!_steps.TryGetValue(value.Step, out var step))
            {
                _steps[value.Step] = step = context.AddTask(value.Step);
            }

            step.MaxValue = Math.Max(1, value.Total);
            step.Value = value.Total == 0 ? 1 : value.Done;
        }
    }
}
