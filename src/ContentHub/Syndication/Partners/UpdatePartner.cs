using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial;
using ContentHub.Storage;
using GraphQL;

namespace ContentHub.Syndication.Partners;

[Description("Changes to a partner: what is absent stays.")]
public sealed record UpdatePartnerInput
{
    [Description("Which partner."), Id] public required string PartnerId { get; init; }

    [Description("Of the organisation, 1 to 200 characters.")] public string? Name { get; init; }

    [Description("Whom to tell of a retraction that is not acknowledged.")] public string? ContactEmail { get; init; }

    [Description("The whole new licence: what leaves it becomes a tombstone in the partner's change feed.")] public LicenceInput? Licence { get; init; }

    [Description("Requests a minute, 1 to 100000.")] public int? PerMinute { get; init; }

    [Description("Requests a day, 1 to 10000000.")] public int? PerDay { get; init; }
}

/// <summary>Changes a partner. A new licence is a revision, and counts from the same moment on every node.</summary>
internal sealed class UpdatePartner(Acts acts, LicenceReading licences, Partners partners)
{
    public async Task<PartnerPayload> RunAsync(UpdatePartnerInput input, Caller caller, CancellationToken cancellation)
    {
        var outcome = await acts.RunAsync(caller, async act =>
        {
            if (await PartnerActs.FindAsync(act, input.PartnerId) is not { } subject)
            {
                return Decision.Refuse(PartnerActs.Unknown("partnerId"));
            }

            var (licence, faults) = input.Licence is { } wanted ? licences.Read(wanted, "input", "licence") : (null, []);
            faults.AddRange(PartnerFaults.Of(input.Name, input.ContactEmail, input.PerMinute, input.PerDay));
            return faults.Count > 0 ? Decision.Refuse(faults) : Decide(act, subject, input, licence?.ToDocument());
        }, cancellation);
        return outcome.Errors.Count > 0 ? new(null, null, outcome.Errors) : new(await partners.FindAsync(Guid.Parse(input.PartnerId), CancellationToken.None), null, []);
    }

    private static Decision Decide(Act act, PartnerSubject subject, UpdatePartnerInput input, string? licence)
    {
        var (partner, variant, revision) = subject;
        var before = (partner.Name, partner.ContactEmail, partner.PerMinute, partner.PerDay);
        (partner.Name, partner.ContactEmail) = (input.Name ?? partner.Name, input.ContactEmail ?? partner.ContactEmail);
        (partner.PerMinute, partner.PerDay) = (input.PerMinute ?? partner.PerMinute, input.PerDay ?? partner.PerDay);
        variant.Title = partner.Name;
        var changes = new List<ChangeDraft>();
        if (before != (partner.Name, partner.ContactEmail, partner.PerMinute, partner.PerDay))
        {
            changes.Add(act.Change(ChangeKind.PartnerChanged, variant, revision));
        }

        if (licence is not null && licence != revision.Document)
        {
            changes.Add(act.Change(ChangeKind.LicenceChanged, variant, PartnerActs.AddLicence(act, variant, licence)));
        }

        return new(variant.Id, [], changes);
    }
}
