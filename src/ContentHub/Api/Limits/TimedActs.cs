using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQL.Utilities;

namespace ContentHub.Api.Limits;

/// <summary>Ends each field of Mutation at the operation's <see cref="Deadline"/> by itself, so that those done before it are answered.</summary>
internal sealed class TimedActs : BaseSchemaNodeVisitor
{
    public override void VisitObjectFieldDefinition(FieldType field, IObjectGraphType type, ISchema schema)
    {
        if (type == schema.Mutation && field.Resolver is { } resolver and not Timed)
        {
            field.Resolver = new Timed(resolver);
        }
    }

    sealed class Timed(IFieldResolver resolver) : IFieldResolver
    {
        public async ValueTask<object?> ResolveAsync(IResolveFieldContext context)
        {
            if (Deadline.Of(context) is not { } deadline)
            {
                return await resolver.ResolveAsync(context);
            }

            var client = context.CancellationToken;
            deadline.LeaveToActs();
            try
            {
                deadline.Act.ThrowIfCancellationRequested();
                return await resolver.ResolveAsync(new ResolveFieldContext(context) { CancellationToken = deadline.Act });
            }
            catch (OperationCanceledException) when (!client.IsCancellationRequested && deadline.Act.IsCancellationRequested)
            {
                throw RequestTimeout.TimedOut();
            }
        }
    }
}
