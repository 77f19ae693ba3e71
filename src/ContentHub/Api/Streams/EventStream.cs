using System.Net.Mime;
using System.Text;
using ContentHub.Api.Execution;
using GraphQL;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Api.Streams;

/// <summary>
/// Answers by server-sent events, an HTTP request for each operation (PROTOCOL.md of the npm package graphql-sse, distinct
/// connections mode).
/// </summary>
/// <remarks>
/// A stream that ends without <c>complete</c> (token expired, server stopping) is to be asked for again: clients do so by
/// themselves, with a fresh token and their last cursor.
/// </remarks>
internal sealed class EventStream(
    IGraphQLTextSerializer serializer, UnexpectedErrors unexpected, IHostApplicationLifetime lifetime, TimeProvider time, IOptions<StreamOptions> options)
{
    /// <summary>From here on nothing is thrown: what goes wrong is told in the stream.</summary>
    public async Task WriteAsync(HttpContext http, Caller caller, ExecutionResult result)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        using var expiry = ExpiryTimer.Start(time, caller.ExpiresAt, ending.Cancel);
        using var writer = new EventWriter(http, serializer, options.Value.SendTimeout, time);
        Task beating = Task.CompletedTask;
        try
        {
            await BeginAsync(http);
            await writer.CommentAsync(ending.Token);
            beating = BeatAsync(writer, ending.Token);
            await foreach (var each in (PulledResults.Of(result) ?? One(result)).WithCancellation(ending.Token))
            {
                await writer.NextAsync(each, ending.Token);
            }

            await writer.CompleteAsync(ending.Token);
        }
        catch (Exception gone) when (ending.IsCancellationRequested || gone is IOException)
        {
        }
        catch (Exception fault)
        {
            await FailAsync(writer, fault, ending.Token);
        }
        finally
        {
            await ending.CancelAsync();
            await beating;
        }
    }

    static async Task BeginAsync(HttpContext http)
    {
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = MediaTypeNames.Text.EventStream + "; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);

        // nginx would hold the events back.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        await http.Response.StartAsync(http.RequestAborted);
    }

    async Task BeatAsync(EventWriter writer, CancellationToken ending)
    {
        try
        {
            using var beat = new PeriodicTimer(options.Value.KeepAlive, time);
            while (await beat.WaitForNextTickAsync(ending))
            {
                await writer.CommentAsync(ending);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
        }
    }

    async Task FailAsync(EventWriter writer, Exception fault, CancellationToken ending)
    {
        try
        {
            await writer.NextAsync(new ExecutionResult(unexpected.Mask(fault)), ending);
            await writer.CompleteAsync(ending);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
        }
    }

    static async IAsyncEnumerable<ExecutionResult> One(ExecutionResult result)
    {
        await Task.CompletedTask;
        yield return result;
    }

    /// <summary>Writes one event after the other; a client that does not take one in time is cut off.</summary>
    sealed class EventWriter(HttpContext http, IGraphQLTextSerializer serializer, TimeSpan sendTimeout, TimeProvider time) : IDisposable
    {
        readonly SemaphoreSlim _turn = new(1);

        /// <summary>Nothing, so that the connection is not taken for dead and a client that is gone is noticed.</summary>
        public Task CommentAsync(CancellationToken cancellation) => WriteAsync(":\n\n"u8.ToArray(), cancellation);

        public Task CompleteAsync(CancellationToken cancellation) => WriteAsync("event: complete\ndata: \n\n"u8.ToArray(), cancellation);

        public async Task NextAsync(ExecutionResult result, CancellationToken cancellation)
        {
            using var text = new MemoryStream();
            text.Write("event: next\ndata: "u8);
            await serializer.WriteAsync(text, result, cancellation);
            text.Write("\n\n"u8);
            await WriteAsync(text.GetBuffer().AsMemory(0, (int)text.Length), cancellation);
        }

        public void Dispose() => _turn.Dispose();

        async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
        {
            await _turn.WaitAsync(cancellation);
            try
            {
                using var slowness = new CancellationTokenSource(sendTimeout, time);
                await using var cut = slowness.Token.Register(http.Abort);
                await http.Response.Body.WriteAsync(bytes, cancellation);
            }
            finally
            {
                _turn.Release();
            }
        }
    }
}
