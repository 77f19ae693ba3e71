using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;

namespace ContentHub.Content.Entries;

/// <summary>An entry that says something of its own below its title: for pages and feeds.</summary>
internal interface IHasText
{
    /// <summary>A sentence or two, without marks; empty where there is nothing to say.</summary>
    string Abstract(Request request);

    /// <summary>Whether the text says it anyway.</summary>
    bool BeginsWithAbstract => false;

    /// <summary>All of it, in reading order; headings begin at level 2.</summary>
    IEnumerable<Flow> ToText(Request request);

    /// <summary>What belongs to it and is not shown in its text.</summary>
    IEnumerable<PublishedEntry> Beside(Request request) => [];
}
