namespace StatefulScheduler.Conformance.Tenacity.Calls;

// A clock that stands still but for sleeps, which are over at once, and for what is said to have taken time.
internal sealed class CallClock(Action<TimeSpan> slept) : TimeProvider
{
    private TimeSpan _now;

    public TimeSpan Now => _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan span) => _now = span < TimeSpan.MaxValue - _now ? _now + span : TimeSpan.MaxValue;

    public override long GetTimestamp() => _now.Ticks;

    public override DateTimeOffset GetUtcNow() => _now < DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch + _now : DateTimeOffset.MaxValue;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Sleep(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    // One timer is one sleep, in however many pieces it is slept.
    private sealed class Sleep(CallClock clock, Action elapsed) : ITimer
    {
        private TimeSpan _due = Timeout.InfiniteTimeSpan;
        private TimeSpan _slept;
        private bool _isRunning;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _due = dueTime;
            if (_isRunning)
                return true; // From the callback: the loop below goes on with it.
            _isRunning = true;
            while (_due != Timeout.InfiniteTimeSpan)
                Elapse();
            _isRunning = false;
            return true;
        }

        public void Dispose() => clock.Over(_slept);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private void Elapse()
        {
            var due = _due;
            _due = Timeout.InfiniteTimeSpan;
            clock.Advance(due);
            _slept += due;
            elapsed();
        }
    }

    private void Over(TimeSpan sleep) => slept(sleep);
}
