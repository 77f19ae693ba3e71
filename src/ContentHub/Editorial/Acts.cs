using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Delivery;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Reviews;
using ContentHub.Editorial.Schedules;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial;

/// <summary>One attempt at an act: a session of its own, and who asks at what moment.</summary>
public sealed record Act(ContentHubDb Db, Caller Caller, DateTimeOffset Now, DateOnly Today, ContentTypes Types, CancellationToken Cancellation)
{
    /// <summary>What stands against showing a revision to others.</summary>
    public required EditorialChecks Checks { get; init; }

    /// <summary>Which day a moment is for the site.</summary>
    public required Func<DateTimeOffset, DateOnly> DayOf { get; init; }

    public required ScheduleOptions Schedules { get; init; }
    /// <summary>By when something is to be checked again.</summary>
    public required ReviewPolicy Reviews { get; init; }

    /// <summary>Entries that go out in the same transaction: links among them hold.</summary>
    public IReadOnlySet<Guid> PublishedTogether { get; init; } = new HashSet<Guid>();

    /// <summary>Which version of them, by variant, where that is known: links into it are held against that one.</summary>
    public IReadOnlyDictionary<Guid, int> VersionsTogether { get; init; } = new Dictionary<Guid, int>();

    /// <exception cref="InvalidOperationException">Nobody is signed in; the API refuses before it comes to this.</exception>
    public Guid ActorId => Caller.ActorId ?? throw new InvalidOperationException("An act needs somebody who acts.");

    public ChangeDraft Change(ChangeKind kind, Variant variant, Revision revision, string? reason = null, WorkflowState? from = null) =>
        new(kind, variant, revision, ActorId) { At = Now, Reason = reason, FromState = from, ToState = from is null ? null : revision.State, Address = Caller.Address };
}

/// <summary>What an attempt decided: refusals, or changes to be written, or neither when there was nothing to do.</summary>
/// <param name="VariantId">What the answer shows.</param>
/// <param name="SlugPath">Where a slug that somebody else has is to be shown.</param>
public sealed record Decision(Guid? VariantId, IReadOnlyList<IUserError> Errors, IReadOnlyList<ChangeDraft> Changes)
{
    public IReadOnlyList<string> SlugPath { get; init; } = ["input"];

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Takes something away from readers for their safety: however much it ends, it is not held up.</summary>
    public bool IsUrgent { get; init; }

    public static Decision Refuse(params IReadOnlyList<IUserError> errors) => new(null, errors, []);

    public static Decision Write(Guid variantId, params IReadOnlyList<ChangeDraft> changes) => new(variantId, [], changes);
}

/// <summary>What came of an act.</summary>
/// <param name="Sequence">Of the last change; null when nothing was written.</param>
public sealed record Outcome(Guid? VariantId, IReadOnlyList<IUserError> Errors, IReadOnlyList<Finding> Findings, long? Sequence);

/// <summary>
/// Runs acts: loads, decides, writes in one transaction, and answers once this node's readers see it. Of two acts on the
/// same variant at once one loses, and decides again on what the other left.
/// </summary>
public sealed class Acts(IDbContextFactory<ContentHubDb> databases, ChangeLog log, SnapshotFollower follower, ContentTypes types, SiteClock clock, EditorialChecks checks, ReviewPolicy reviews, Microsoft.Extensions.Options.IOptions<ScheduleOptions> schedules)
{
    /// <summary>Each attempt loses only to another that won, so this many lost ones mean a storm on one variant.</summary>
    private const int AttemptsMax = 20;

    public async Task<Outcome> RunAsync(Caller caller, Func<Act, Task<Decision>> decide, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await databases.CreateDbContextAsync(cancellation);
            var decision = await decide(new Act(db, caller, clock.Now, clock.Today, types, cancellation) { Checks = checks, Reviews = reviews, DayOf = clock.DayOf, Schedules = schedules.Value });
            if (decision.Changes.Count == 0)
            {
                return new(decision.VariantId, decision.Errors, decision.Findings, null);
            }

            if (decision.Changes.Count > ChangeLog.ChangesMax && !decision.IsUrgent)
            {
                return new(null, [Refusals.TooMuch(decision.Changes.Count)], [], null);
            }

            try
            {
                // Given up before it is on the disk, an act has changed nothing; once it is there it is carried through, and not left half told.
                var sequence = await log.CommitAsync(db, decision.Changes, decision.IsUrgent ? int.MaxValue : ChangeLog.ChangesMax, cancellation);
                await follower.WaitForAsync(sequence, CancellationToken.None);
                return new(decision.VariantId, [], decision.Findings, sequence);
            }
            catch (Exception lost) when (lost is ConcurrencyConflictException or DuplicateIdException && attempt < AttemptsMax)
            {
                // The next attempt sees what the other one wrote.
            }
            catch (LocaleExistsException) when (attempt == 1)
            {
                // It may be this very act that got through, sent twice at once: the next attempt finds it by its own id.
            }
            catch (SlugTakenException)
            {
                return new(null, [Refusals.SlugTaken(decision.SlugPath)], [], null);
            }
            catch (LocaleExistsException)
            {
                return new(null, [new ValidationError("This entry already exists in this locale: update that one.", ErrorCode.LocaleExists, ["input", "locale"])], [], null);
            }
        }
    }
}

/// <summary>The time, and the calendar day that it is for the site.</summary>
public sealed class SiteClock(TimeProvider time, Microsoft.Extensions.Options.IOptions<SiteOptions> site)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(site.Value.TimeZone);

    /// <summary>UTC, whole milliseconds: what is hashed must come back from every database as it went in.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    public DateOnly Today => DayOf(time.GetUtcNow());

    /// <summary>The first moment of a day; where clocks are put forward at midnight, the hour after.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(_zone.IsInvalidTime(midnight) ? midnight.AddHours(1) : midnight, _zone), TimeSpan.Zero);
    }

    public DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, _zone).DateTime);
}
