using Lucene.Net.Index;
using Lucene.Net.Store;
using IODirectory = System.IO.Directory;

namespace ContentHub.Delivery.Search;

/// <summary>
/// Where an index is kept: a folder of its own for each process that serves from a data folder, <c>search/0</c> as a rule. A process has
/// its folder to itself by a lock that ends with it, however it ends; the next takes the next folder.
/// </summary>
internal sealed class SearchFolder : IDisposable
{
    /// <summary>Processes on one data folder; there is no reason for more than two.</summary>
    private const int ProcessesMax = 16;

    private readonly FileStream _lock;

    private SearchFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    /// <param name="data">The data folder.</param>
    /// <exception cref="IOException">It cannot be written, or so many processes have a folder there.</exception>
    public static SearchFolder Take(string data)
    {
        var root = System.IO.Path.Combine(System.IO.Path.GetFullPath(data), "search");
        IODirectory.CreateDirectory(root);
        for (var number = 0; ; number++)
        {
            var path = System.IO.Path.Combine(root, $"{number}");
            try
            {
                return new(path, new FileStream($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (number < ProcessesMax - 1 && File.Exists($"{path}.lock"))
            {
                // Somebody else's.
            }
        }
    }

    /// <summary>Whether an index of that log stands here, whole and in today's form.</summary>
    /// <returns>Null when it does, or when there is none; else what is wrong with it.</returns>
    public string? Fault(Guid logId)
    {
        if (!IODirectory.Exists(Path))
        {
            return null;
        }

        try
        {
            using var files = FSDirectory.Open(Path);
            using var reader = DirectoryReader.Open(files);
            foreach (var segment in reader.Leaves)
            {
                // Reads all of it: what was cut or changed is noticed here and not in an answer.
                segment.AtomicReader.CheckIntegrity();
            }

            var data = reader.IndexCommit.UserData;
            return data.TryGetValue(SearchIndex.LogKey, out var log) && log == logId.ToString()
                ? data.TryGetValue(SearchIndex.FormKey, out var form) && form == SearchLanguage.Form ? null : "it is of another version of the program"
                : "it is of another log";
        }
        catch (Exception damage) when (damage is not OutOfMemoryException)
        {
            // Lucene has no one exception for what it cannot read.
            return $"it is damaged ({damage.GetType().Name})";
        }
    }

    public void Empty()
    {
        if (IODirectory.Exists(Path))
        {
            IODirectory.Delete(Path, recursive: true);
        }
    }

    public long SizeInBytes()
    {
        try
        {
            return new DirectoryInfo(Path).EnumerateFiles().Sum(file => file.Length);
        }
        catch (IOException)
        {
            // A merge took a file away meanwhile.
            return 0;
        }
    }

    public void Dispose() => _lock.Dispose();
}
