using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ContentHub.Storage;

/// <summary>A session with the database, whichever it is. Only <see cref="ChangeLog"/> saves one.</summary>
public abstract class ContentHubDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<Entry> Entries => Set<Entry>();
    public DbSet<Variant> Variants => Set<Variant>();
    public DbSet<Revision> Revisions => Set<Revision>();
    public DbSet<Reference> References => Set<Reference>();
    public DbSet<SlugClaim> Slugs => Set<SlugClaim>();
    public DbSet<Comment> Comments => Set<Comment>();
    public DbSet<Dismissal> Dismissals => Set<Dismissal>();
    public DbSet<Approval> Approvals => Set<Approval>();
    public DbSet<Notice> Notices => Set<Notice>();
    public DbSet<PreviewToken> Previews => Set<PreviewToken>();
    public DbSet<ScheduledAct> Schedules => Set<ScheduledAct>();
    public DbSet<Partner> Partners => Set<Partner>();
    public DbSet<PartnerKey> PartnerKeys => Set<PartnerKey>();
    public DbSet<PartnerUse> PartnerUses => Set<PartnerUse>();
    public DbSet<RetractionTelling> RetractionTellings => Set<RetractionTelling>();
    public DbSet<RetractionAcknowledgement> RetractionAcknowledgements => Set<RetractionAcknowledgement>();
    public DbSet<FeedPlace> FeedPlaces => Set<FeedPlace>();
    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();
    public DbSet<Webhook> Webhooks => Set<Webhook>();
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();
    public DbSet<WebhookReplay> WebhookReplays => Set<WebhookReplay>();
    public DbSet<Person> People => Set<Person>();
    public DbSet<Change> Changes => Set<Change>();
    public DbSet<LogIdentity> Log => Set<LogIdentity>();

    /// <summary>Begins a transaction in which every query sees the same moment, and which hinders no writer.</summary>
    internal abstract Task<IDbContextTransaction> BeginReadAsync(CancellationToken cancellation);

    /// <summary>Begins a transaction that may write. Waiting for other writers ends with <paramref name="cancellation"/>.</summary>
    internal abstract Task<IDbContextTransaction> BeginWriteAsync(CancellationToken cancellation);

    /// <summary>Waits until this transaction is the only one that appends to the log; held until it ends.</summary>
    internal abstract Task LockLogAsync(CancellationToken cancellation);

    /// <summary>Tells the other nodes, once this transaction is committed, that the log ends at <paramref name="sequence"/> now.</summary>
    internal abstract Task NotifyAsync(long sequence, CancellationToken cancellation);

    /// <summary>A moment as its column keeps it, for statements of our own: these know no conversions. Cut to milliseconds, as all are.</summary>
    internal abstract object Stored(DateTimeOffset at);

    /// <summary>What stood in the way of a write that failed; null when it is nothing that a writer can cause.</summary>
    internal abstract Obstacle? FindObstacle(DbException failure);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // Names, not numbers: people read these tables, and an inserted member must not shift the others.
        configurationBuilder.Properties<WorkflowState>().HaveConversion<string>();
        configurationBuilder.Properties<ScheduledKind>().HaveConversion<string>();
        configurationBuilder.Properties<ScheduledState>().HaveConversion<string>();
        configurationBuilder.Properties<WebhookState>().HaveConversion<string>();
        configurationBuilder.Properties<NoticeKind>().HaveConversion<string>();
        configurationBuilder.Properties<NoticeReason>().HaveConversion<string>();
        configurationBuilder.Properties<CorrectionClass>().HaveConversion<string>();
        configurationBuilder.Properties<TellingWay>().HaveConversion<string>();
        configurationBuilder.Properties<ReviewMark>().HaveConversion<string>();
        configurationBuilder.Properties<ChangeKind>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) => ContentHubModel.Build(modelBuilder);
}
