using System.Runtime.CompilerServices;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Api.Execution;
using ContentHub.Api.Streams;
using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using Microsoft.AspNetCore.Http;

namespace ContentHub.Tests.Api;

/// <summary>What the subscriptions of <see cref="SampleSubscription"/> have been doing.</summary>
public sealed class SampleEvents
{
    int _open;
    int _flooded;

    /// <summary>Streams that are enumerated at the moment.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Events that <c>floods</c> has been asked for.</summary>
    public int Flooded => Volatile.Read(ref _flooded);

    public async IAsyncEnumerable<object> WaitAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        Interlocked.Increment(ref _open);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            yield break;
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    public async IAsyncEnumerable<object> FloodAsync(int size)
    {
        var text = new string('x', size);
        while (true)
        {
            await Task.Yield();
            Interlocked.Increment(ref _flooded);
            yield return text;
        }
    }

    /// <summary>Until there are as many as expected.</summary>
    public async Task OpenBecomesAsync(int count)
    {
        while (Open != count)
        {
            await Task.Delay(5);
        }
    }
}

/// <summary>A subscription for each thing that can happen to one.</summary>
public sealed class SampleSubscription : ObjectGraphType
{
    public SampleSubscription(SampleEvents events)
    {
        Name = "Subscription";
        Add<IntGraphType>("ticks", context => Range(context.GetArgument("count", 1)), new QueryArgument<IntGraphType> { Name = "count" });
        Add<IntGraphType>("lateTicks", context => LateAsync(((TaskCompletionSource)context.UserContext["end"]!).Task));
        Add<StringGraphType>("waits", _ => events.WaitAsync());
        Add<StringGraphType>("floods", context => events.FloodAsync(context.GetArgument<int>("size")), new QueryArgument<NonNullGraphType<IntGraphType>> { Name = "size" });
        Add<StringGraphType>("breaks", _ => BreakAsync(new InvalidOperationException("SELECT secret")));
        Add<StringGraphType>("ends", _ => BreakAsync(new RequestError("ENDED", "It is over.")));
        Add<StringGraphType>("refuses", _ => throw new RequestError("NOT_TODAY", "Not today."));
        Add<StringGraphType>("faults", _ => throw new InvalidOperationException("SELECT secret"));
        Add<StringGraphType>("hides", _ => throw new ExecutionError("Not today.", new FormatException("secret")));
        Add<StringGraphType>("moments", _ => Range(3)).Resolver = new FuncFieldResolver<object>(context => $"{context.Source} {context.UserContext["moment"]} {context.Caller().Name}");
        Add<StringGraphType>("fragile", _ => Range(2)).Resolver = new FuncFieldResolver<object>(context =>
            context.Source is 1 ? throw new ExecutionError("Not today.", new FormatException("secret")) : "whole");
    }

    FieldType Add<T>(string name, Func<IResolveFieldContext, IAsyncEnumerable<object>> open, params QueryArgument[] arguments)
        where T : GraphType
    {
        var field = new FieldType { Name = name, Type = typeof(T), Arguments = [.. arguments], StreamResolver = new StreamResolver<object>(context => new(open(context))) };
        return AddField(field);
    }

    static async IAsyncEnumerable<object> Range(int count)
    {
        for (var i = 1; i <= count; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    /// <summary>Begins when the test says so.</summary>
    static async IAsyncEnumerable<object> LateAsync(Task begin)
    {
        await begin;
        yield return 1;
        yield return 2;
    }

    static async IAsyncEnumerable<object> BreakAsync(Exception fault)
    {
        await Task.Yield();
        yield return "one";
        throw fault;
    }
}

/// <summary>Knows one token, until a moment; and counts how often it was asked for something fresh.</summary>
internal sealed class SampleSignIn(DateTimeOffset expiresAt) : IRequestStart
{
    int _moment;

    public ValueTask PrepareAsync(HttpContext http, IDictionary<string, object?> userContext)
    {
        userContext["moment"] = 0;
        userContext[CallerContext.Key] = http.Request.Headers.Authorization.ToString() switch
        {
            "" => Caller.Anonymous,
            "Bearer good" => new Caller(Guid.NewGuid(), "Amy", null, new HashSet<Role> { Role.Editor }, null, expiresAt),
            "Bearer later" => throw new RequestRefusedException(503, "SIGN_IN_UNAVAILABLE", "Tokens cannot be checked at the moment; try again."),
            _ => throw new RequestRefusedException(401, "UNAUTHENTICATED", "The bearer token is not valid, or not any more."),
        };
        return ValueTask.CompletedTask;
    }

    public void Renew(IDictionary<string, object?> userContext) => userContext["moment"] = Interlocked.Increment(ref _moment);
}
