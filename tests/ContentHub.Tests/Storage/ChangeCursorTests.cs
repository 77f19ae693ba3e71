using ContentHub.Storage;
using CsCheck;
using Xunit;

namespace ContentHub.Tests.Storage;

public sealed class ChangeCursorTests
{
    [Fact]
    public void A_cursor_is_read_as_it_was_written() =>
        Gen.Select(Gen.Guid, Gen.Long[0, long.MaxValue]).Sample((log, sequence) =>
        {
            var cursor = new ChangeCursor(log, sequence);

            Assert.True(ChangeCursor.TryParse(cursor.ToString(), out var read));
            Assert.Equal(cursor, read);
        });

    [Fact]
    public void A_cursor_that_was_tampered_with_is_none() =>
        Gen.Select(Gen.Guid, Gen.Long[0, 1000], Gen.Int[0, 38], Gen.Char["ABCDwxyz0189-_+/= é"]).Sample((log, sequence, place, letter) =>
        {
            var text = new ChangeCursor(log, sequence).ToString();
            var other = $"{text[..place]}{letter}{text[(place + 1)..]}";

            Assert.Equal(other == text, ChangeCursor.TryParse(other, out _));
        });
}
