using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Api.Execution;
using ContentHub.Api.Limits;
using ContentHub.Api.Records;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Texts;
using ContentHub.Editorial.Workflow;
using ContentHub.Storage;
using GraphQL;
using GraphQL.Types;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Fields;

/// <summary>
/// The one way to add a field that needs somebody signed in: it states who may, and the statement is what is enforced.
/// GraphQL.NET enforces nothing by itself.
/// </summary>
public static class GuardedFields
{
    /// <summary>Metadata of every mutation and every editorial field: any one of these roles.</summary>
    public const string Roles = "roles";

    /// <summary>Metadata of mutations that take a partner's key and no role.</summary>
    public const string PartnerOnly = "partner-only";

    public static readonly IReadOnlyList<Role> AnyRole = Enum.GetValues<Role>();

    extension(IObjectGraphType type)
    {
        /// <summary>A mutation with one input record. Whoever is not signed in is refused before it runs; whoever lacks the role, in the payload.</summary>
        public void Mutation<TInput, TPayload>(string name, string description, IReadOnlyList<Role> roles, Func<IResolveFieldContext, TInput, Caller, Task<TPayload>> run)
            where TPayload : class, IRefusable<TPayload> =>
            type.Guard<TPayload>(name, description, roles, typeof(RecordInputType<TInput>), isForPartners: false, Read(run));

        /// <summary>The same, for a partner by its key as well: what it may do it with is the act's to see.</summary>
        public void MutationForPartners<TInput, TPayload>(string name, string description, IReadOnlyList<Role> roles, Func<IResolveFieldContext, TInput, Caller, Task<TPayload>> run)
            where TPayload : class, IRefusable<TPayload> =>
            type.Guard<TPayload>(name, description, roles, typeof(RecordInputType<TInput>), isForPartners: true, Read(run));

        /// <summary>A mutation that a partner's program sends with its key. An editor, whatever the role, is refused in the payload.</summary>
        public void PartnerMutation<TInput, TPayload>(string name, string description, Func<IResolveFieldContext, TInput, Caller, Task<TPayload>> run)
            where TPayload : class, IRefusable<TPayload>
        {
            type.Guard<TPayload>(name, description, [], typeof(RecordInputType<TInput>), isForPartners: true, Read(run));
            type.Fields.Find(name)!.WithMetadata(PartnerOnly, true);
        }

        /// <summary>The same, for an input type of its own.</summary>
        public void Mutation<TPayload>(string name, string description, IReadOnlyList<Role> roles, Type inputType, Func<IResolveFieldContext, object, Caller, Task<TPayload>> run)
            where TPayload : class, IRefusable<TPayload> => type.Guard(name, description, roles, inputType, isForPartners: false, run);

        private void Guard<TPayload>(string name, string description, IReadOnlyList<Role> roles, Type inputType, bool isForPartners, Func<IResolveFieldContext, object, Caller, Task<TPayload>> run)
            where TPayload : class, IRefusable<TPayload>
        {
            var field = new FieldType
            {
                Name = name,
                Description = description,
                Type = typeof(RecordType<TPayload>),
                Arguments = [new QueryArgument(typeof(NonNullGraphType<>).MakeGenericType(inputType)) { Name = "input", Description = "What to do it with." }],
                Resolver = new GraphQL.Resolvers.FuncFieldResolver<object?>(async context =>
                {
                    var caller = isForPartners && context.Caller() is { PartnerId: not null } partner ? partner : SignedIn(context);
                    return caller.PartnerId is not null || caller.Has([.. roles])
                        ? await run(context, context.GetArgument<object>("input"), caller)
                        : TPayload.Refused(new ForbiddenError(roles.Count > 0 ? $"This takes the role {Refusals.Words(roles)}." : "This takes a partner's key.", ["input"], roles));
                }),
            };
            type.AddField(field.WithMetadata(Roles, roles));
        }

        /// <summary>A field of <c>Query.editorial</c>.</summary>
        public void Guarded(string name, string description, Type graphType, IReadOnlyList<Role> roles, QueryArgument[] arguments, Func<IResolveFieldContext, Caller, Task<object?>> run)
        {
            var field = new FieldType
            {
                Name = name,
                Description = description,
                Type = graphType,
                Arguments = new QueryArguments(arguments),
                Resolver = new GraphQL.Resolvers.FuncFieldResolver<object?>(async context =>
                {
                    var caller = SignedIn(context);
                    return caller.Has([.. roles]) ? await run(context, caller) : throw new RequestError("FORBIDDEN", $"`{name}` takes the role {Refusals.Words(roles)}.");
                }),
            };
            type.AddField(field.WithMetadata(Roles, roles));
            type.Costs(FieldCosts.Statement, name);
        }
    }

    /// <summary>Answers an act with the draft as it is afterwards.</summary>
    public static async Task<TPayload> PayloadAsync<TPayload>(this IResolveFieldContext context, Task<Outcome> act)
        where TPayload : IDraftPayload<TPayload>
    {
        var outcome = await act;
        if (outcome.Errors.Count > 0 || outcome.VariantId is not { } variantId)
        {
            return TPayload.Create(null, outcome.Findings, outcome.Errors, null);
        }

        var services = context.RequestServices!;
        await using var db = await services.GetRequiredService<IDbContextFactory<ContentHubDb>>().CreateDbContextAsync(CancellationToken.None);
        var draft = await DraftReader.LoadAsync(db, services.GetRequiredService<ContentTypes>(), variantId, CancellationToken.None);
        var findings = draft is null ? [] : (await services.GetRequiredService<EditorialChecks>().OfAsync(db, [draft], CancellationToken.None))[draft];
        return TPayload.Create(draft, findings, [], outcome.Sequence?.ToString(CultureInfo.InvariantCulture));
    }

    private static Func<IResolveFieldContext, object, Caller, Task<TPayload>> Read<TInput, TPayload>(Func<IResolveFieldContext, TInput, Caller, Task<TPayload>> run)
        where TPayload : class, IRefusable<TPayload> => (context, input, caller) =>
            InputTexts.FaultIn((JsonObject)input, ["input"]) is { } fault
                ? Task.FromResult(TPayload.Refused(fault))
                : run(context, WithoutNulls((JsonObject)input).Deserialize<TInput>(RecordJson.Options) ?? throw new JsonException("An input is empty."), caller);

    /// <summary>Null is as absent: a field's own default stands then. What lies deeper, such as a patch, tells the two apart.</summary>
    private static JsonObject WithoutNulls(JsonObject input) => new(input.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));

    private static Caller SignedIn(IResolveFieldContext context) =>
        context.Caller() is { IsSignedIn: true } caller ? caller : throw new RequestError("UNAUTHENTICATED", "Sign in first: send a bearer token in the Authorization header.");
}
