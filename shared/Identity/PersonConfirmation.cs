using Onbehalf.Identity.Offboarding;
using Onbehalf.Storage;

namespace Onbehalf.Identity;

/// <summary>The pending questions about one person, and a cached answer for reads. A refusal is never cached.</summary>
internal sealed class PersonConfirmation
{
    private readonly Lock _gate = new();
    private Authority? _last;
    private DateTimeOffset _unblockedAt = DateTimeOffset.MinValue;
    private int _era;

    public SharedQuestion<AuthorityResult> Question { get; } = new();

    /// <summary>Reads the person's account block. Requests that arrive together share one read.</summary>
    public SharedQuestion<AccountBlock?> Standing { get; } = new();

    /// <summary>A question for reads only, while the person is known to have no block. It asks only the directory.</summary>
    public SharedQuestion<AuthorityResult> ReadQuestion { get; } = new();

    public int Era
    {
        get
        {
            lock (_gate)
                return _era;
        }
    }

    public Authority? NotOlderThan(TimeSpan window, DateTimeOffset now)
    {
        lock (_gate)
            return window > TimeSpan.Zero && _last is { } last && now - last.ConfirmedAt <= window ? last : null;
    }

    /// <summary>Caches an answer unless a signal about the person arrived after the question was sent.</summary>
    public void Remember(Authority authority, int era)
    {
        lock (_gate)
            if (era == _era)
                _last = authority;
    }

    /// <summary>True if the store had no block of this person so recently, and no signal or refusal came since.</summary>
    public bool IsUnblocked(TimeSpan within, DateTimeOffset now)
    {
        lock (_gate)
            return now - _unblockedAt <= within;
    }

    public void RememberUnblocked(DateTimeOffset readAt, int era)
    {
        lock (_gate)
            if (era == _era)
                _unblockedAt = readAt;
    }

    public void Forget()
    {
        lock (_gate)
        {
            _last = null;
            _unblockedAt = DateTimeOffset.MinValue;
            _era++;
        }
    }
}
