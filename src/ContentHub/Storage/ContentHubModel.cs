using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContentHub.Storage;

/// <summary>Keys, indexes and relations, the same for both databases.</summary>
internal static class ContentHubModel
{
    public static void Build(ModelBuilder model)
    {
        model.Entity<Entry>(Entries);
        model.Entity<Variant>(Variants);
        model.Entity<Revision>(Revisions);
        model.Entity<Reference>(References);
        model.Entity<Approval>(Approvals);
        model.Entity<SlugClaim>(Slugs);
        model.Entity<Comment>(Comments);
        model.Entity<Dismissal>(Dismissals);
        model.Entity<Notice>(Notices);
        model.Entity<PreviewToken>(Previews);
        model.Entity<ScheduledAct>(Schedules);
        model.Entity<Partner>(Partners);
        model.Entity<PartnerKey>(PartnerKeys);
        model.Entity<PartnerUse>(use => use.HasKey(u => new { u.PartnerId, u.Day }));
        model.Entity<RetractionTelling>(RetractionTellings);
        model.Entity<RetractionAcknowledgement>(RetractionAcknowledgements);
        model.Entity<FeedPlace>(place => place.HasKey(p => p.PartnerId));
        model.Entity<SigningKey>(key => key.Property(k => k.Id).ValueGeneratedNever());
        model.Entity<Webhook>(Webhooks);
        model.Entity<WebhookDelivery>(WebhookDeliveries);
        model.Entity<WebhookReplay>(WebhookReplays);
        model.Entity<Person>(People);
        model.Entity<Change>(Changes);
        model.Entity<LogIdentity>(log => log.Property(l => l.Id).ValueGeneratedNever());
        foreach (var relation in model.Model.GetEntityTypes().SelectMany(e => e.GetForeignKeys()))
        {
            // What has a history is never deleted by way of something else.
            relation.DeleteBehavior = DeleteBehavior.Restrict;
        }
    }

    private static void Entries(EntityTypeBuilder<Entry> entry) => entry.Property(e => e.Id).ValueGeneratedNever();

    private static void Variants(EntityTypeBuilder<Variant> variant)
    {
        variant.Property(v => v.Id).ValueGeneratedNever();
        variant.Property(v => v.Act).IsConcurrencyToken();
        // One that was thrown away does not stand in the way of beginning the locale again.
        variant.HasIndex(v => new { v.EntryId, v.Locale }).IsUnique().HasFilter("\"DiscardedAt\" IS NULL");
        variant.HasOne<Entry>().WithMany().HasForeignKey(v => v.EntryId);
        variant.HasOne<Person>().WithMany().HasForeignKey(v => v.CreatedBy);
        variant.HasOne<Person>().WithMany().HasForeignKey(v => v.UpdatedBy);

        // Editors' lists show what was changed last; the id breaks ties so that a cursor never skips a row.
        variant.HasIndex(v => new { v.UpdatedAt, v.Id });
        variant.HasIndex(v => new { v.Type, v.UpdatedAt, v.Id });
        variant.HasIndex(v => new { v.HeadState, v.UpdatedAt, v.Id });

        // What is to be reviewed next.
        variant.HasIndex(v => new { v.NextReviewDue, v.Id });
    }

    private static void Revisions(EntityTypeBuilder<Revision> revision)
    {
        revision.HasKey(r => new { r.VariantId, r.Version });
        revision.Property(r => r.Version).ValueGeneratedNever();
        revision.HasOne<Variant>().WithMany().HasForeignKey(r => r.VariantId);
        revision.HasOne<Person>().WithMany().HasForeignKey(r => r.CreatedBy);
        revision.HasOne<Person>().WithMany().HasForeignKey(r => r.ApprovedBy);
        revision.HasMany(r => r.References).WithOne().HasForeignKey(r => new { r.VariantId, r.Version });
    }

    private static void Approvals(EntityTypeBuilder<Approval> approval)
    {
        approval.HasKey(a => new { a.VariantId, a.Version, a.Number });
        approval.Property(a => a.Number).ValueGeneratedNever();
        approval.HasOne<Revision>().WithMany().HasForeignKey(a => new { a.VariantId, a.Version });
        approval.HasOne<Person>().WithMany().HasForeignKey(a => a.By);
    }

    private static void References(EntityTypeBuilder<Reference> reference)
    {
        reference.HasKey(r => new { r.VariantId, r.Version, r.Position });
        reference.Property(r => r.Position).ValueGeneratedNever();

        // "Where is this used?" No foreign key: an import may bring the other entry later, and to readers a relation
        // to something missing is like one to something unpublished.
        reference.HasIndex(r => r.EntryId);
    }

    private static void Slugs(EntityTypeBuilder<SlugClaim> slug)
    {
        slug.HasKey(s => new { s.Type, s.Locale, s.Slug });
        slug.HasOne<Variant>().WithMany().HasForeignKey(s => s.VariantId);
    }

    private static void Comments(EntityTypeBuilder<Comment> comment)
    {
        comment.Property(c => c.Id).ValueGeneratedNever();
        comment.HasOne<Revision>().WithMany().HasForeignKey(c => new { c.VariantId, c.Version });
        comment.HasOne<Person>().WithMany().HasForeignKey(c => c.By);
        comment.HasOne<Comment>().WithMany().HasForeignKey(c => c.ReplyTo);
    }

    private static void Dismissals(EntityTypeBuilder<Dismissal> dismissal)
    {
        dismissal.Property(d => d.Id).ValueGeneratedNever();
        dismissal.HasOne<Revision>().WithMany().HasForeignKey(d => new { d.VariantId, d.Version });
        dismissal.HasOne<Person>().WithMany().HasForeignKey(d => d.By);
    }

    private static void Notices(EntityTypeBuilder<Notice> notice)
    {
        notice.Property(n => n.Id).ValueGeneratedNever();
        notice.HasOne<Variant>().WithMany().HasForeignKey(n => n.VariantId);
    }

    private static void Previews(EntityTypeBuilder<PreviewToken> preview)
    {
        preview.HasKey(p => p.TokenHash);
        preview.HasOne<Variant>().WithMany().HasForeignKey(p => p.VariantId);
        preview.HasIndex(p => p.ExpiresAt);
    }

    private static void Schedules(EntityTypeBuilder<ScheduledAct> act)
    {
        act.Property(s => s.Id).ValueGeneratedNever();
        act.HasOne<Revision>().WithMany().HasForeignKey(s => new { s.VariantId, s.Version });
        act.HasOne<Person>().WithMany().HasForeignKey(s => s.By);

        // What is due, in order; the second is for a release, which is done as one.
        act.HasIndex(s => new { s.State, s.At, s.Id });
        act.HasIndex(s => s.ReleaseId);
    }

    private static void Partners(EntityTypeBuilder<Partner> partner)
    {
        partner.Property(p => p.Id).ValueGeneratedNever();
        partner.HasOne<Entry>().WithMany().HasForeignKey(p => p.Id);
        partner.HasOne<Variant>().WithMany().HasForeignKey(p => p.VariantId);
    }

    private static void PartnerKeys(EntityTypeBuilder<PartnerKey> key)
    {
        key.Property(k => k.Id).ValueGeneratedNever();
        key.HasIndex(k => k.KeyHash).IsUnique();
        key.HasOne<Partner>().WithMany().HasForeignKey(k => k.PartnerId);
    }

    private static void RetractionTellings(EntityTypeBuilder<RetractionTelling> telling)
    {
        telling.HasKey(t => new { t.PartnerId, t.Sequence, t.Way });
        telling.HasOne<Partner>().WithMany().HasForeignKey(t => t.PartnerId);
    }

    private static void RetractionAcknowledgements(EntityTypeBuilder<RetractionAcknowledgement> acknowledgement)
    {
        acknowledgement.HasKey(a => new { a.PartnerId, a.Sequence });
        acknowledgement.HasOne<Partner>().WithMany().HasForeignKey(a => a.PartnerId);
    }

    private static void Webhooks(EntityTypeBuilder<Webhook> webhook)
    {
        webhook.Property(w => w.Id).ValueGeneratedNever();
        webhook.Ignore(w => w.Place);
        webhook.HasOne<Partner>().WithMany().HasForeignKey(w => w.PartnerId);
    }

    private static void WebhookDeliveries(EntityTypeBuilder<WebhookDelivery> delivery)
    {
        delivery.HasKey(d => new { d.WebhookId, d.Sequence, d.Position, d.Round });
        delivery.HasOne<Webhook>().WithMany().HasForeignKey(d => d.WebhookId);

        // What is old is thrown away.
        delivery.HasIndex(d => d.LastAttemptAt);
    }

    private static void WebhookReplays(EntityTypeBuilder<WebhookReplay> replay)
    {
        replay.Property(r => r.Id).ValueGeneratedNever();
        replay.Ignore(r => r.Place).Ignore(r => r.Until);
        replay.HasOne<Webhook>().WithMany().HasForeignKey(r => r.WebhookId);
    }

    private static void People(EntityTypeBuilder<Person> person)
    {
        person.Property(p => p.Id).ValueGeneratedNever();
        person.HasIndex(p => p.Subject).IsUnique();
    }

    private static void Changes(EntityTypeBuilder<Change> change)
    {
        change.HasKey(c => c.Sequence);

        // Neither a sequence nor an identity column: both leave gaps and hand out numbers in another order than that of the commits.
        change.Property(c => c.Sequence).ValueGeneratedNever();
        change.HasOne<Entry>().WithMany().HasForeignKey(c => c.EntryId);
        change.HasOne<Variant>().WithMany().HasForeignKey(c => c.VariantId);
        change.HasOne<Person>().WithMany().HasForeignKey(c => c.ActorId);

        // The history of one variant, and what was public of it at some time.
        change.HasIndex(c => new { c.VariantId, c.Sequence });
        change.HasIndex(c => c.At);
    }
}
