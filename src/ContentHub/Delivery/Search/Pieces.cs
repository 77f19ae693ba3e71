namespace ContentHub.Delivery.Search;

/// <summary>
/// Cuts a text where every language cuts it, at spaces and between sentences, so that most of it need not be taken apart any further. A piece holds a
/// word or several: which, only the language knows.
/// </summary>
internal static class Pieces
{
    public static Enumerator Of(ReadOnlySpan<char> text) => new(text);

    private static bool IsOfWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || c > 0x7f;

    /// <summary>Between two letters or digits these may belong to a word or a number.</summary>
    private static bool IsJoint(char c) => c is '\'' or '.' or ',' or ':' or ';';

    /// <summary>One piece after the other.</summary>
    public ref struct Enumerator(ReadOnlySpan<char> text)
    {
        private readonly ReadOnlySpan<char> _text = text;
        private int _at;

        public Range Current { get; private set; }

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_at < _text.Length && !IsOfWord(_text[_at]))
            {
                _at++;
            }

            var start = _at;
            while (_at < _text.Length && (IsOfWord(_text[_at]) || (IsJoint(_text[_at]) && _at + 1 < _text.Length && IsOfWord(_text[_at + 1]))))
            {
                _at++;
            }

            Current = start.._at;
            return _at > start;
        }
    }
}
