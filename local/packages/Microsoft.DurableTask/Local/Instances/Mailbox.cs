namespace Microsoft.DurableTask.Local.Instances;

/// <summary>Collects letters and sees to it that one reader at a time works on them.</summary>
internal sealed class Mailbox(Func<Task> read)
{
    private readonly Lock _gate = new();
    private List<Letter> _letters = [];
    private bool _reading;
    private Delivery? _closed;

    public bool IsClosed => _closed is not null;

    public bool IsIdle
    {
        get
        {
            lock (_gate)
                return !_reading && _letters.Count == 0;
        }
    }

    public void Post(Letter letter)
    {
        Delivery? closed;
        var wake = false;
        lock (_gate)
        {
            closed = _closed;
            if (closed is null)
            {
                _letters.Add(letter);
                wake = !_reading;
                _reading = true;
            }
        }

        if (closed is { } how)
            Settle(letter, how);
        else if (wake)
            Wake();
    }

    /// <summary>The letters since the last time; empty means that the reader is done.</summary>
    public IReadOnlyList<Letter> Take()
    {
        lock (_gate)
        {
            var taken = _letters;
            _letters = [];
            _reading = taken.Count > 0;
            return taken;
        }
    }

    public void Close(Delivery how)
    {
        List<Letter> unread;
        lock (_gate)
        {
            _closed ??= how;
            unread = _letters;
            _letters = [];
            _reading = false;
        }

        foreach (var letter in unread)
            Settle(letter, how);
    }

    public static void Settle(Letter letter, Delivery how) => (letter as Letter.Asked)?.Settled(how);

    // Unsafe on purpose: an instance must not inherit the request, trace or culture of whoever happened to wake it.
    private void Wake() => ThreadPool.UnsafeQueueUserWorkItem(static read => _ = read(), read, preferLocal: false);
}
