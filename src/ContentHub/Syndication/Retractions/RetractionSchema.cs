using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Fields;
using ContentHub.Storage;
using ContentHub.Syndication.Changes;
using ContentHub.Syndication.Partners;
using GraphQL;
using GraphQL.Types;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Syndication.Retractions;

/// <summary>Which partner has heard of a retraction, and when.</summary>
public sealed record RetractionStatus(PublicChange Change, IReadOnlyList<RetractionReceipt> Receipts);

/// <summary>One partner's.</summary>
public sealed record RetractionReceipt(PartnerOfAdmin Partner, DateTimeOffset? SentAt, DateTimeOffset? ToldAt, DateTimeOffset? AcknowledgedAt, string? Note, bool IsOverdue);

/// <summary>What retractions bring to the schema.</summary>
internal sealed class RetractionSchema(IDbContextFactory<ContentHubDb> databases, Retractions retractions, Receipts receipts, Partners.Partners partners, AcknowledgeRetraction acknowledge)
    : ISchemaExtension, IEditorialExtension
{
    private static readonly Role[] Readers = [Role.Publisher, Role.Admin];

    public void AddTo(Schema schema)
    {
        schema.RegisterTypeMapping(typeof(RetractionStatus), typeof(RetractionStatusType));
        schema.RegisterTypeMapping(typeof(RetractionReceipt), typeof(RetractionReceiptType));
        ((IObjectGraphType)schema.Mutation!).PartnerMutation<AcknowledgeRetractionInput, AcknowledgeRetractionPayload>(
            "acknowledgeRetraction", "The copies of something retracted are gone, or marked. Asked of every partner that could have one, once for each RETRACTED change. With a partner's key.",
            (context, input, caller) => acknowledge.RunAsync(input, caller, context.CancellationToken));
    }

    public void AddTo(IObjectGraphType editorial) =>
        editorial.Guarded(
            "retraction", "Who has heard of the last retraction of an entry; null when it never was retracted. Publisher, Admin.", typeof(GraphQLClrOutputTypeReference<RetractionStatus>), Readers,
            [new QueryArgument<NonNullGraphType<IdGraphType>> { Name = "id", Description = "The reader's or the draft's id." }],
            async (context, _) => await FindAsync(context.GetArgument<string>("id"), context.CancellationToken));

    private async Task<RetractionStatus?> FindAsync(string id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await DraftReader.FindVariantAsync(db, id, cancellation) is not { } variant || (await retractions.KnownAsync(cancellation)).LastOf(variant.Id) is not { } retraction)
        {
            return null;
        }

        var all = (await receipts.OfAsync(retraction, cancellation)).ToDictionary(r => r.PartnerId);
        return new(retraction.Change, [.. (await partners.AllAsync(cancellation)).Where(p => all.ContainsKey(p.Row.Id)).Select(p => Of(p, all[p.Row.Id], retraction.Change))]);
    }

    private RetractionReceipt Of(PartnerOfAdmin partner, Receipt receipt, PublicChange change) =>
        new(partner, receipt.SentAt, receipt.ToldAt, receipt.AcknowledgedAt, receipt.Note, receipts.IsOverdue(change, receipt.AcknowledgedAt));
}

internal sealed class RetractionStatusType : ObjectGraphType<RetractionStatus>
{
    public RetractionStatusType()
    {
        Name = "RetractionStatus";
        Description = "Which partner has heard of a retraction, and when.";
        this.Field("ref", "What was retracted.", (s, request) => s.Change.Ref(request));
        this.Field("reason", "As readers were told.", s => s.Change.Reason ?? "");
        this.Field("at", "When it was retracted.", s => s.Change.At);
        this.Field("receipts", "Of every partner that ever could have a copy, by name; one whose licence or keys have ended since, too.", s => s.Receipts);
    }
}

internal sealed class RetractionReceiptType : ObjectGraphType<RetractionReceipt>
{
    public RetractionReceiptType()
    {
        Name = "RetractionReceipt";
        Description = "How one partner stands to one retraction.";
        this.Field("partner", "Whom it concerns.", r => r.Partner);
        this.Field("sentAt", "When it was first put into an answer to the partner's program; null: it has not asked since. That alone proves nothing.", r => r.SentAt);
        this.Field("toldAt", "When the partner demonstrably had it: its program came back with a cursor at or behind a retraction that it had been sent, its endpoint took it, or it acknowledged. To some seconds; null: not yet.", r => r.ToldAt);
        this.Field("acknowledgedAt", "When the partner said that its copies are gone or marked; null: not yet.", r => r.AcknowledgedAt);
        this.Optional("note", "What the partner said with it.", r => r.Note);
        this.Field("isOverdue", "Not acknowledged within the site's time for it, a day unless it is set otherwise.", r => r.IsOverdue);
    }
}
