using ContentHub.Storage;

namespace ContentHub.Importing.Bulk;

/// <summary>The end of a log in a message, and the file beside a backup that holds it.</summary>
internal static class HeadText
{
    public static string Sentence(LogHead? head) => head is null ? "Its log is empty." : $"Head: {head.Text}";

    public static string FileBeside(string backup) => $"{backup}.head";
}
