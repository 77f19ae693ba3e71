namespace ContentHub.Tests.Accounts;

/// <summary>A folder of one test's own; gone with it.</summary>
sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("contenthub-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
