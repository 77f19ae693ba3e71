using Lucene.Net.Index;
using Lucene.Net.Search.Similarities;

namespace ContentHub.Delivery.Search;

/// <summary>
/// A score that an entry has by its own text alone: how often a word stands in it, and in how long a text. How rare a word is among
/// all entries does not count. So every node gives the same order, before and after an index is built anew; a cursor holds on all of them;
/// and nothing can be learnt from the order about entries that somebody may not see.
/// </summary>
internal sealed class FlatSimilarity : DefaultSimilarity
{
    /// <summary>The second mention adds less than the first, the tenth next to nothing.</summary>
    public override float Tf(float freq) => 1.5f * freq / (freq + 0.5f);

    public override float Idf(long docFreq, long numDocs) => 1f;

    public override float QueryNorm(float sumOfSquaredWeights) => 1f;

    /// <summary>A short text is about its words more than a long one, but not by as much as Lucene has it.</summary>
    public override float LengthNorm(FieldInvertState state) => 1f / MathF.Sqrt(MathF.Sqrt(Math.Max(1, state.Length - state.NumOverlap)));
}
