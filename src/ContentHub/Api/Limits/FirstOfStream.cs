using GraphQL;

namespace ContentHub.Api.Limits;

/// <summary>A subscription's answers, of which the first tells what it cost to ask.</summary>
internal sealed class FirstOfStream(IObservable<ExecutionResult> answers, Action<ExecutionResult> first) : IObservable<ExecutionResult>
{
    public IDisposable Subscribe(IObserver<ExecutionResult> observer) => answers.Subscribe(new Observer(observer, first));

    sealed class Observer(IObserver<ExecutionResult> observer, Action<ExecutionResult> first) : IObserver<ExecutionResult>
    {
        bool _isPast;

        public void OnNext(ExecutionResult value)
        {
            if (!_isPast)
            {
                _isPast = true;
                first(value);
            }

            observer.OnNext(value);
        }

        public void OnError(Exception error) => observer.OnError(error);

        public void OnCompleted() => observer.OnCompleted();
    }
}
