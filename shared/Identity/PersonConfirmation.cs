using Onbehalf.Identity.Offboarding;
using Onbehalf.Storage;

namespace Onbehalf.Identity;

/// <summary>The pending question about one person, and a cached answer for reads. A refusal is never cached.</summary>
internal sealed class PersonConfirmation
{
    private readonly Lock _gate = new();
    private Authority? _last;
    private int _era;

    public SharedQuestion<AuthorityResult> Question { get; } = new();

    /// <summary>Reads the person's account block. Requests that arrive together share one read.</summary>
    public SharedQuestion<AccountBlock?> Standing { get; } = new();

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

    public void Forget()
    {
        lock (_gate)
        {
            _last = null;
            _era++;
        }
    }
}
