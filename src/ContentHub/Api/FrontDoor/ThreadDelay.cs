namespace ContentHub.Api.FrontDoor;

/// <summary>
/// Whether others wait for a thread: now and then something is put at the end of the thread pool's queue, and timed. The web server answers all
/// that came on one connection in one go, so whoever is next to work asks this, and goes to the end of the queue where others wait too long.
/// </summary>
internal sealed class ThreadDelay(TimeProvider time) : IThreadPoolWorkItem
{
    /// <summary>Some two hundred answers take so long. Also how often it is measured.</summary>
    static readonly TimeSpan Most = TimeSpan.FromMilliseconds(5);

    long _sentAt = time.GetTimestamp();
    int _isUnderway;
    volatile bool _wasLong;

    /// <summary>Whether whoever came last waits for longer than that, or did at the last measurement.</summary>
    public bool IsLong
    {
        get
        {
            var now = time.GetTimestamp();
            if (time.GetElapsedTime(Volatile.Read(ref _sentAt), now) < Most)
            {
                return _wasLong;
            }

            if (Interlocked.Exchange(ref _isUnderway, 1) != 0)
            {
                return true;
            }

            Volatile.Write(ref _sentAt, now);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return _wasLong;
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        _wasLong = time.GetElapsedTime(Volatile.Read(ref _sentAt)) > Most;
        Volatile.Write(ref _isUnderway, 0);
    }
}
