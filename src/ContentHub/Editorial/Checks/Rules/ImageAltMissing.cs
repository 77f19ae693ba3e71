using ContentHub.Editorial.Checks.Matching;

namespace ContentHub.Editorial.Checks.Rules;

/// <summary>A picture that tells nothing to people who cannot see it.</summary>
internal sealed class ImageAltMissing : EditorialCheck
{
    private const int CharactersMax = 250;
    private static readonly HashSet<string> SaysNothing = ["image", "photo", "picture", "graphic", "imagen", "foto", "fotografia", "untitled"];
    private static readonly string[] FileEndings = [".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg", ".heic", ".tif", ".tiff"];

    public override string Rule => "image-alt-missing";

    public override FindingSeverity Severity => FindingSeverity.Error;

    public override string About => "a picture without alt text, or with the file's name or “photo” in its place (over 250 characters: warning)";

    public override IEnumerable<Finding> Find(CheckedDocument document)
    {
        foreach (var image in document.Outline.Images.Where(i => !i.IsDecorative))
        {
            var alt = image.Alt?.Trim() ?? "";
            if (alt.Length > CharactersMax)
            {
                yield return At(image.Path, $"The alt text has {alt.Length} characters; nobody can skip through it.", "Say in one sentence what the picture shows, and the rest in the text.") with { Severity = FindingSeverity.Warning };
            }
            else if (IsPoor(Folding.Of(alt), image.FileName))
            {
                yield return At(image.Path, "Say in one sentence what this image shows.", "Write it as you would tell it on the telephone; a picture that only decorates is marked so.");
            }
        }
    }

    private static bool IsPoor(string alt, string? fileName) =>
        !alt.Any(char.IsLetterOrDigit) || SaysNothing.Contains(alt.TrimEnd('.')) || FileEndings.Any(e => alt.EndsWith(e, StringComparison.Ordinal) && !alt.Contains(' '))
        || (fileName is not null && (alt == Folding.Of(fileName) || alt == Folding.Of(Path.GetFileNameWithoutExtension(fileName))));
}
