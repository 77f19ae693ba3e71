namespace ContentHub.Content.Parts;

/// <summary>
/// Headings for a page: parts that are written for any place (a symptom list in a section) bring headings of a level of their own;
/// on one page none may skip a level (WCAG 2.2, technique G141), and those that were equal stay so.
/// </summary>
internal static class HeadingOrder
{
    private const int Deepest = 6;

    /// <param name="above">The level of the heading that all of it stands under: 1 below a page's title.</param>
    public static Flow Of(IEnumerable<Flow> text, int above)
    {
        var open = new Stack<int>();
        return new SequenceFlow([.. text.Select(part => Ordered(part, open, above))]);
    }

    private static Flow Ordered(Flow part, Stack<int> open, int above)
    {
        switch (part)
        {
            case SequenceFlow sequence:
                return new SequenceFlow([.. sequence.Parts.Select(inner => Ordered(inner, open, above))]);
            case HeadingFlow heading:
                while (open.Count > 0 && open.Peek() >= heading.Level)
                {
                    open.Pop();
                }

                open.Push(heading.Level);
                return heading with { Level = Math.Min(Deepest, above + open.Count) };
            default:
                return part;
        }
    }
}
