using ContentHub.Api.Execution;
using Microsoft.AspNetCore.Http;

namespace ContentHub.Tests.Api.FrontDoor;

/// <summary>Holds requests that carry the header <c>Hold</c> until it lets them go.</summary>
sealed class HeldRequests : IRequestStart, IDisposable
{
    readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly SemaphoreSlim _arrived = new(0);

    public Task ArrivedAsync() => _arrived.WaitAsync(TimeSpan.FromSeconds(30));

    public void Dispose() => _arrived.Dispose();

    public void Release() => _released.TrySetResult();

    public async ValueTask PrepareAsync(HttpContext http, IDictionary<string, object?> userContext)
    {
        if (http.Request.Headers.ContainsKey("Hold"))
        {
            _arrived.Release();
            await _released.Task.WaitAsync(http.RequestAborted);
        }
    }
}
