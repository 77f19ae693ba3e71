using System.Buffers.Text;
using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using GraphQL;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Previews;

[Description("A token for one draft, for a time.")]
public sealed record CreatePreviewInput
{
    [Description("The reader's or the draft's id."), Id] public required string Id { get; init; }

    [Description("Which revision; absent for always the newest.")] public int? Version { get; init; }

    [Description("How long it holds, 1 to 10080 (a week).")] public int Minutes { get; init; } = 60;
}

[Description("The token, shown this once.")]
public sealed record CreatePreviewPayload(
    [property: Description("Send it as the header ContentHub-Preview with any delivery query; null when refused.")] string? Token,
    [property: Description("When it ends.")] DateTimeOffset? ExpiresAt,
    [property: Description("Why it was refused; empty when it was made.")] IReadOnlyList<IUserError> Errors) : IRefusable<CreatePreviewPayload>
{
    public static CreatePreviewPayload Refused(IUserError error) => new(null, null, [error]);
}

/// <summary>Makes a token that shows one draft over what is public. Only its hash is stored.</summary>
public sealed class CreatePreview(Acts acts)
{
    private const int MinutesMax = 7 * 24 * 60;

    /// <summary>Old tokens that a new one takes away with it.</summary>
    private const int SweptMost = 100;

    public async Task<CreatePreviewPayload> RunAsync(CreatePreviewInput input, Caller caller, CancellationToken cancellation)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        DateTimeOffset? expiresAt = null;
        var outcome = await acts.RunAsync(caller, async act =>
        {
            if (input.Minutes is < 1 or > MinutesMax)
            {
                return Decision.Refuse(new ValidationError($"A preview holds 1 to {MinutesMax} minutes.", ErrorCode.Invalid, ["input", "minutes"]));
            }

            var variant = await Drafts.DraftReader.FindVariantAsync(act.Db, input.Id, act.Cancellation);
            if (variant is null)
            {
                return Decision.Refuse(Refusals.UnknownEntry());
            }

            var (subject, refusal) = await Subjects.FindAsync(act, input.Id, input.Version ?? variant.HeadVersion, WorkflowAction.Preview, mustBeHead: false);
            if (subject is null)
            {
                return Decision.Refuse(refusal!);
            }

            if (PreviewRules.WhyEnded(subject.Variant, subject.Revision) is { } ended)
            {
                return Decision.Refuse(Subjects.WrongState(act, subject, ended, WorkflowAction.Preview));
            }

            // Nobody needs the ones that are over.
            act.Db.Previews.RemoveRange(await act.Db.Previews.Where(p => p.ExpiresAt <= act.Now).OrderBy(p => p.ExpiresAt).Take(SweptMost).ToListAsync(act.Cancellation));
            expiresAt = act.Now.AddMinutes(input.Minutes);
            act.Db.Previews.Add(new PreviewToken { TokenHash = HashOf(token), VariantId = variant.Id, Version = input.Version, CreatedBy = act.ActorId, ExpiresAt = expiresAt.Value });
            return Decision.Write(variant.Id, act.Change(ChangeKind.PreviewCreated, subject.Variant, subject.Revision, $"Until {expiresAt:yyyy-MM-dd HH:mm} UTC"));
        }, cancellation);
        return outcome.Errors.Count > 0 ? new(null, null, outcome.Errors) : new(token, expiresAt, []);
    }

    internal static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
