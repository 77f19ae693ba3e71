using System.Runtime.CompilerServices;
using System.Text;
using ContentHub.Importing.Pages;
using ContentHub.Importing.Pages.Reading;

namespace ContentHub.Tests.Importing.Pages;

/// <summary>Pages as clinics have them, written for these tests.</summary>
internal static class SamplePages
{
    public static readonly Guid Seed = new("5eed0000-0000-4000-8000-000000000001");

    public static string Folder { get; } = FolderOf();

    /// <summary>What a small site has in place already.</summary>
    public static ImportKnowledge Site { get; } = new(
        [Topic(1, "Clonazepam", "Klonopin"), Topic(2, "Benzodiazepines", "Benzos", "Benzodiacepinas"), Topic(3, "Opioids"), Topic(4, "Alcohol"), Topic(5, "Depression"), Topic(6, "Anxiety"), Topic(7, "Stimulants"), Topic(8, "PTSD"), Topic(9, "Panic disorder")],
        [], [], [new(new Guid(9, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), "San Diego")]);

    public static IReadOnlyList<string> Names { get; } = [.. Directory.GetFiles(Folder).Select(f => Path.GetFileName(f)!).Where(f => !f.EndsWith(".expected", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public static Page Read(string name) => name == LongPage ? new(Long(), DocumentFormat.Html, "en-US") : new(
        TextRepair.Decode(File.ReadAllBytes(Path.Combine(Folder, name))),
        Path.GetExtension(name) switch { ".md" => DocumentFormat.Markdown, ".txt" => DocumentFormat.Plain, _ => DocumentFormat.Html },
        name == "spanish.html" ? "es-US" : "en-US");

    public static ImportResult Import(string name) => PageImport.Run(Read(name), Site, Seed);

    public const string LongPage = "500-kilobytes.html";

    /// <summary>Half a megabyte of sections with lists and questions, each sentence its own.</summary>
    private static string Long()
    {
        var page = new StringBuilder("<html><body><main><h1>A very long handbook</h1>");
        for (var i = 0; page.Length < 500_000; i++)
        {
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"<h2>Part {i}{(i % 7 == 0 ? "?" : "")}</h2>");
            for (var j = 0; j < 12; j++)
            {
                page.Append(System.Globalization.CultureInfo.InvariantCulture, $"<p>Paragraph {j} of part {i} says one thing. It says another thing, number {i * 100 + j}, right after.</p>");
            }

            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"<ul><li>Point {i} a</li><li>Point {i} b</li></ul>");
        }

        return page.Append("</main></body></html>").ToString();
    }

    private static KnownTopic Topic(int number, string title, params string[] others) => new(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]), title, [title, .. others]);

    private static string FolderOf([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Samples");
}
