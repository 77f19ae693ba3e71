using System.Runtime.InteropServices;
using System.Text;

namespace ContentHub.Storage;

/// <summary>A file that has its name only when it is whole and on the disk; until then it is a <c>.part</c> beside it.</summary>
internal static class WholeFile
{
    /// <exception cref="BulkRefusedException">There is something under this name, which may not be written over; or there is no such folder.</exception>
    public static void Refuse(string path, bool replaces)
    {
        if (Directory.Exists(path) || (Path.Exists(path) && !replaces))
        {
            throw new BulkRefusedException($"There is something with the name {path} already: choose another name{(Directory.Exists(path) ? "" : ", or write over it with --force")}.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new BulkRefusedException($"There is no folder {Path.GetDirectoryName(path)}.");
        }
    }

    /// <summary>Makes an empty part that only its owner may read: it is going to hold drafts and people's names.</summary>
    /// <returns>Its path, in the folder of <paramref name="path"/>.</returns>
    public static string Begin(string path)
    {
        var part = $"{path}.{Guid.NewGuid():N}.part";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var made = new FileStream(part, options);
        return part;
    }

    /// <summary>Gives the part its name, in one step that survives a power cut.</summary>
    /// <exception cref="IOException">There is such a file, and it is not to be replaced.</exception>
    public static void Finish(string part, string path, bool replaces = false)
    {
        using (var written = new FileStream(part, FileMode.Open, FileAccess.ReadWrite))
        {
            written.Flush(flushToDisk: true);
        }

        File.Move(part, path, replaces);
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Takes away what was not finished; nothing when it was.</summary>
    public static void Discard(string part)
    {
        foreach (var suffix in new[] { "", "-journal", "-wal", "-shm", ".migrating" })
        {
            File.Delete(part + suffix);
        }
    }

    /// <summary>A new name is safe only with the folder that holds it, which .NET cannot open.</summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            // NTFS keeps names in its own log.
            return;
        }

        const int ReadOnly = 0;
        var descriptor = Native.Open(Encoding.UTF8.GetBytes($"{folder}\0"), ReadOnly);
        if (descriptor >= 0)
        {
            var failed = Native.FSync(descriptor) != 0;
            _ = Native.Close(descriptor);
            if (!failed)
            {
                return;
            }
        }

        throw new IOException($"The folder {folder} could not be written to the disk.");
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "open", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Open(byte[] path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int FSync(int descriptor);

        [DllImport("libc", EntryPoint = "close"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Close(int descriptor);
    }
}
