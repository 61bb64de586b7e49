using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// Cache of the values that a trigger would store instead of those on a confirmed card. The next card of the same change shows them.
/// </summary>
internal sealed class ConfirmedForms
{
    private const int Most = 100;

    /// <summary>The limit on the characters of one change. A card holds less.</summary>
    private const int MostLength = 100_000;

    private readonly ConcurrentDictionary<string, ImmutableSortedDictionary<string, string?>> _forms = new(StringComparer.Ordinal);

    /// <param name="asked">The digest of the change and of the current row.</param>
    public ImmutableSortedDictionary<string, string?>? Find(string asked) => _forms.GetValueOrDefault(asked);

    public void Keep(string asked, ImmutableSortedDictionary<string, string?> stored)
    {
        if (stored.Values.Sum(static value => value?.Length ?? 0) > MostLength)
            return;
        if (_forms.Count >= Most)
            _forms.Clear();
        _forms[asked] = stored;
    }

    public void Forget(string asked) => _forms.TryRemove(asked, out _);
}
