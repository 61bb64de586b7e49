using System.Collections.Concurrent;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Delegation.OnBehalf;

/// <summary>
/// Starts on-behalf-of processes with a bearer caller's own token during its request. The token is never stored, so a later start is impossible.
/// </summary>
public sealed class PresentedTokens
{
    private const int MostRemembered = 10_000;

    private static readonly TimeSpan Once = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<SubjectId, DateTimeOffset> _offered = new();
    private readonly OnBehalfTokens _tokens;
    private readonly TimeProvider _time;

    internal PresentedTokens(OnBehalfTokens tokens, TimeProvider time) => (_tokens, _time) = (tokens, time);

    public async Task OfferAsync(Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var now = _time.GetUtcNow();
        if (caller.Presented is not { } token || (_offered.TryGetValue(caller.Subject.Id, out var last) && now - last < Once))
            return;
        if (_offered.Count > MostRemembered)
            _offered.Clear();
        _offered[caller.Subject.Id] = now;
        await _tokens.BeginAsync(caller.Subject, token, cancellation);
    }
}
