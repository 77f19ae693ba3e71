using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Tests.Storage;

/// <summary>A desk at which one person does the simplest possible acts: without rules, only with the rows that belong together.</summary>
internal sealed class Desk : IAsyncDisposable
{
    public static readonly DateTimeOffset Monday = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    private Desk(TestDatabase database, Guid actor, ManualClock clock)
    {
        Database = database;
        Actor = actor;
        Clock = clock;
        Log = new ChangeLog(database.Factory, clock);
    }

    public TestDatabase Database { get; }

    public ChangeLog Log { get; }

    public Guid Actor { get; }

    public ManualClock Clock { get; }

    public static async Task<Desk> OpenAsync(string database, PostgreSqlServer server)
    {
        var fresh = await TestDatabase.CreateAsync(database, server);
        var actor = await new People(fresh.Factory).EnsureAsync("test:sam", "Sam Sample", "sam@example.org", "Editor", isSystem: false);
        return new(fresh, actor, new ManualClock(Monday));
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>Adds an entry with one draft to a session, without committing it.</summary>
    public ChangeDraft Draft(ContentHubDb db, string slug, string locale = "en-US", Guid? entryId = null, Guid? variantId = null)
    {
        if (entryId is null || db.Entries.Find(entryId) is null)
        {
            entryId ??= Guid.CreateVersion7();
            db.Add(new Entry { Id = entryId.Value, Type = "ARTICLE", CreatedAt = Clock.Now });
        }

        var variant = new Variant
        {
            Id = variantId ?? Guid.CreateVersion7(),
            EntryId = entryId.Value,
            Type = "ARTICLE",
            Locale = locale,
            CreatedBy = Actor,
            CreatedAt = Clock.Now,
            UpdatedBy = Actor,
            UpdatedAt = Clock.Now,
            HeadVersion = 1,
            LastVersion = 1,
            Slug = slug,
        };
        db.Add(variant);
        db.Add(new SlugClaim { Type = "ARTICLE", Locale = locale, Slug = slug, VariantId = variant.Id });
        var revision = NewRevision(variant, $$"""{"title":"{{slug}}","slug":"{{slug}}"}""");
        db.Add(revision);
        return new(ChangeKind.Created, variant, revision, Actor) { ToState = WorkflowState.Draft };
    }

    public async Task<Guid> CreateAsync(string slug, string locale = "en-US", Guid? entryId = null)
    {
        await using var db = Database.Open();
        var draft = Draft(db, slug, locale, entryId);
        await Log.CommitAsync(db, [draft]);
        return draft.Variant.Id;
    }

    /// <summary>Adds the next revision, with a slug of its own when one is given.</summary>
    public Task SaveAsync(Guid variantId, string slug, params Guid[] references) => ActAsync(variantId, async (db, variant) =>
    {
        variant.HeadVersion = variant.LastVersion += 1;
        variant.Slug = slug;
        if (await db.Slugs.FindAsync(variant.Type, variant.Locale, slug) is null)
        {
            db.Add(new SlugClaim { Type = variant.Type, Locale = variant.Locale, Slug = slug, VariantId = variantId });
        }

        var revision = NewRevision(variant, $$"""{"about":{"slug":"no"},"slug":"{{slug}}","version":{{variant.HeadVersion}}}""");
        revision.References.AddRange(references.Select((id, position) => new Reference { Position = position, EntryId = id, Path = "topics" }));
        db.Add(revision);
        return new(ChangeKind.Saved, variant, revision, Actor);
    });

    public Task ApproveAsync(Guid variantId) => ActAsync(variantId, async (db, variant) =>
    {
        var revision = await HeadAsync(db, variant);
        var number = await db.Approvals.CountAsync(a => a.VariantId == variantId && a.Version == revision.Version) + 1;
        db.Add(new Approval
        {
            VariantId = variantId, Version = revision.Version, Number = number, Since = Clock.Now, By = Actor, ApprovedAt = Clock.Now, NextReviewDue = new DateOnly(2027, 6, 1),
        });
        revision.ApprovedBy = Actor;
        revision.ApprovedAt = Clock.Now;
        revision.NextReviewDue = new DateOnly(2027, 6, 1);
        return new(ChangeKind.Approved, variant, revision, Actor);
    });

    public Task PublishAsync(Guid variantId) => ActAsync(variantId, async (db, variant) =>
    {
        var revision = await HeadAsync(db, variant);
        var claim = await db.Slugs.SingleAsync(s => s.VariantId == variantId && s.Slug == variant.Slug);
        claim.PublishedAt ??= Clock.Now;
        variant.PublishedVersion = revision.Version;
        variant.RetractedVersion = null;
        variant.FirstPublishedAt ??= Clock.Now;
        variant.PublishedAt = variant.ContentModifiedAt = revision.PublishedAt = Clock.Now;
        return new(ChangeKind.Published, variant, revision, Actor);
    });

    public Task UnpublishAsync(Guid variantId) => ActOnHeadAsync(variantId, (variant, revision) =>
    {
        variant.PublishedVersion = null;
        return new(ChangeKind.Unpublished, variant, revision, Actor);
    });

    public Task RetractAsync(Guid variantId, string reason) => ActAsync(variantId, async (db, variant) =>
    {
        var revision = await HeadAsync(db, variant);
        (variant.RetractedVersion, variant.PublishedVersion) = (variant.PublishedVersion, null);
        db.Add(new Notice
        {
            Id = Guid.CreateVersion7(), VariantId = variantId, Kind = NoticeKind.Retracted, Text = reason, At = Clock.Now, Version = revision.Version,
        });
        return new(ChangeKind.Retracted, variant, revision, Actor) { Reason = reason };
    });

    public async Task<long> ActAsync(Guid variantId, Func<ContentHubDb, Variant, Task<ChangeDraft>> act)
    {
        await using var db = Database.Open();
        var variant = await db.Variants.SingleAsync(v => v.Id == variantId);
        return await Log.CommitAsync(db, [await act(db, variant)]);
    }

    private static Task<Revision> HeadAsync(ContentHubDb db, Variant variant) =>
        db.Revisions.SingleAsync(r => r.VariantId == variant.Id && r.Version == variant.HeadVersion);

    private Task ActOnHeadAsync(Guid variantId, Func<Variant, Revision, ChangeDraft> act) =>
        ActAsync(variantId, async (db, variant) => act(variant, await HeadAsync(db, variant)));

    private Revision NewRevision(Variant variant, string document) => new()
    {
        VariantId = variant.Id,
        Version = variant.HeadVersion,
        Document = document,
        DocumentHash = ChangeChain.HashOf(document),
        CreatedBy = Actor,
        CreatedAt = Clock.Now,
    };
}
