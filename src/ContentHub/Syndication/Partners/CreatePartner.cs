using System.ComponentModel;
using System.Net.Mail;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial;
using ContentHub.Editorial.Texts;
using ContentHub.Storage;

namespace ContentHub.Syndication.Partners;

[Description("A new partner.")]
public sealed record CreatePartnerInput
{
    [Description("Of the organisation, 1 to 200 characters.")] public required string Name { get; init; }

    [Description("Whom to tell of a retraction that is not acknowledged.")] public required string ContactEmail { get; init; }

    [Description("What it may take.")] public required LicenceInput Licence { get; init; }

    [Description("Requests a minute, 1 to 100000.")] public int PerMinute { get; init; } = 60;

    [Description("Requests a day, 1 to 10000000.")] public int PerDay { get; init; } = 10_000;
}

/// <summary>Takes on a partner: its licence, and its first key, which is shown once.</summary>
internal sealed class CreatePartner(Acts acts, LicenceReading licences, Partners partners)
{
    public async Task<PartnerPayload> RunAsync(CreatePartnerInput input, Caller caller, CancellationToken cancellation)
    {
        var (id, variantId, newKey) = (Guid.CreateVersion7(), Guid.CreateVersion7(), "");
        var outcome = await acts.RunAsync(caller, act =>
        {
            var (licence, faults) = licences.Read(input.Licence, "input", "licence");
            faults.AddRange(PartnerFaults.Of(input.Name, input.ContactEmail, input.PerMinute, input.PerDay));
            if (faults.Count > 0)
            {
                return Task.FromResult(Decision.Refuse(faults));
            }

            var variant = new Variant
            {
                Id = variantId, EntryId = id, Type = Partner.EntryType, Locale = Partner.Locale, CreatedBy = act.ActorId, CreatedAt = act.Now, Title = input.Name,

                // Set from the start: it stands in no list of content.
                DiscardedAt = act.Now,
            };
            act.Db.Entries.Add(new Entry { Id = id, Type = Partner.EntryType, CreatedAt = act.Now });
            act.Db.Variants.Add(variant);
            act.Db.Partners.Add(new Partner
            {
                Id = id, VariantId = variantId, Name = input.Name, ContactEmail = input.ContactEmail, PerMinute = input.PerMinute, PerDay = input.PerDay, CreatedAt = act.Now,
            });
            var revision = PartnerActs.AddLicence(act, variant, licence.ToDocument());
            newKey = PartnerActs.AddKey(act, id).Key;
            return Task.FromResult(Decision.Write(variantId, act.Change(ChangeKind.PartnerCreated, variant, revision), act.Change(ChangeKind.PartnerKeyIssued, variant, revision)));
        }, cancellation);
        return outcome.Errors.Count > 0 ? new(null, null, outcome.Errors) : new(await partners.FindAsync(id, CancellationToken.None), newKey, []);
    }
}

/// <summary>What is wrong with a partner's own fields.</summary>
internal static class PartnerFaults
{
    public static IEnumerable<IUserError> Of(string? name, string? email, int? perMinute, int? perDay)
    {
        if (name is not null && (string.IsNullOrWhiteSpace(name) || name.Length > 200 || !InputTexts.CanBeStored(name)))
        {
            yield return new ValidationError("A partner's name has 1 to 200 characters.", ErrorCode.Invalid, ["input", "name"]);
        }

        if (email is not null && (email.Length > 254 || !MailAddress.TryCreate(email, out var address) || address.Address != email))
        {
            yield return new ValidationError("This is no e-mail address.", ErrorCode.Invalid, ["input", "contactEmail"]);
        }

        if (perMinute is < 1 or > 100_000)
        {
            yield return new ValidationError("1 to 100000 requests a minute.", ErrorCode.Invalid, ["input", "perMinute"]);
        }

        if (perDay is < 1 or > 10_000_000)
        {
            yield return new ValidationError("1 to 10000000 requests a day.", ErrorCode.Invalid, ["input", "perDay"]);
        }
    }
}
