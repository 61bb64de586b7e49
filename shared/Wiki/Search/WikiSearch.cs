using System.Collections.Immutable;
using Onbehalf.Identity;
using Onbehalf.Storage;

namespace Onbehalf.Wiki.Search;

/// <summary>
/// Full-text search as one person. There is one index per set of spaces: all spaces that the person may read now, or one audience of them.
/// People who search the same set share its index. The least recently used index is evicted first.
/// </summary>
public sealed class WikiSearch(Tables tables, WikiSpaces spaces) : IDisposable
{
    private const int MostIndexes = 64;
    private const long MostCharacters = 128L * 1024 * 1024;

    private readonly Lock _door = new();
    private readonly LinkedList<(string Key, SpaceIndex Index)> _recent = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, SpaceIndex Index)>> _byKey = new(StringComparer.Ordinal);

    /// <summary>Searches every space that the person may read.</summary>
    public async Task<WikiFindings> FindAsync(Authority authority, string query, int skip, int take, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        var readable = await spaces.ReadableAsync(authority, cancellation);
        var words = SearchWords.Of(query);
        if (readable.IsEmpty || words.IsEmpty)
            return new(readable, [], false);
        var hits = await InAsync(readable, index => index.Find(words, skip, take + 1), cancellation);
        return new(readable, [.. hits.Take(take)], hits.Length > take);
    }

    /// <summary>
    /// Searches the audiences in order, up to the first one that answers. Later audiences are not searched and are not part of the evidence.
    /// Each step ranks its own pages only.
    /// </summary>
    public async Task<WikiFindings> FindFirstAsync(
        Authority authority, IEnumerable<ImmutableArray<WikiSpace>> audiences, string query, int take, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(audiences);
        ArgumentNullException.ThrowIfNull(query);
        var words = SearchWords.Of(query);
        var (searched, weak) = (ImmutableArray<WikiSpace>.Empty, ImmutableArray<SearchHit>.Empty);
        foreach (var audience in words.IsEmpty ? [] : audiences)
        {
            var step = await StillReadableAsync(authority, audience, cancellation);
            if (step.IsEmpty)
                continue;
            searched = searched.AddRange(step);
            var answers = false;
            var hits = await InAsync(step, index => (answers = index.Answers(words)) || weak.Length < take ? index.Find(words, 0, take + 1) : [], cancellation);
            if (answers)
                return new(searched, [.. hits.Take(take)], hits.Length > take);
            weak = weak.AddRange(hits);
        }

        return new(searched, [.. weak.Take(take)], weak.Length > take);
    }

    /// <summary>Returns the pages with this title in the first space that has one.</summary>
    public async Task<WikiFindings> TitledAsync(
        Authority authority, IEnumerable<ImmutableArray<WikiSpace>> audiences, string title, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(audiences);
        var searched = ImmutableArray<WikiSpace>.Empty;
        foreach (var audience in audiences)
        {
            var step = await StillReadableAsync(authority, audience, cancellation);
            if (step.IsEmpty)
                continue;
            var hits = await InAsync(step, index => index.Titled(title).Select(static head => new SearchHit(head, "")).ToImmutableArray(), cancellation);
            foreach (var space in step)
            {
                searched = searched.Add(space);
                if (hits.Where(hit => hit.Page.Id.Space == space.Id).ToImmutableArray() is { IsEmpty: false } here)
                    return new(searched, here, false);
            }
        }

        return new(searched, [], false);
    }

    public void Dispose()
    {
        lock (_door)
        {
            foreach (var (_, index) in _recent)
                index.Dispose();
            _recent.Clear();
            _byKey.Clear();
        }
    }

    private async Task<ImmutableArray<WikiSpace>> StillReadableAsync(Authority authority, ImmutableArray<WikiSpace> step, CancellationToken cancellation)
    {
        var may = await spaces.AmongAsync(authority, step, cancellation);
        return [.. step.Where(space => may.Contains(space.Id))];
    }

    private async Task<ImmutableArray<SearchHit>> InAsync(
        ImmutableArray<WikiSpace> readable, Func<SpaceIndex, ImmutableArray<SearchHit>> ask, CancellationToken cancellation)
    {
        var index = Of(string.Join(' ', readable.Select(static space => space.Id.Value)));
        try
        {
            await index.Turn.WaitAsync(cancellation);
            try
            {
                await index.RefreshAsync(tables.Wiki, readable, cancellation);
                return ask(index);
            }
            finally
            {
                index.Turn.Release();
            }
        }
        finally
        {
            Leave(index);
        }
    }

    private SpaceIndex Of(string key)
    {
        lock (_door)
        {
            if (_byKey.Remove(key, out var known))
                _recent.Remove(known);
            var index = (_byKey[key] = _recent.AddFirst((key, known?.Value.Index ?? new SpaceIndex(MostCharacters)))).Value.Index;
            index.Askers++;
            return index;
        }
    }

    /// <summary>
    /// Evicts the least recently used indexes while there are too many or their total size is too large. An index with callers is never evicted.
    /// </summary>
    private void Leave(SpaceIndex left)
    {
        lock (_door)
        {
            left.Askers--;
            for (
                var node = _recent.Last;
                node is not null && _recent.Count > 1 && (_recent.Count > MostIndexes || _recent.Sum(static one => one.Index.Characters) > MostCharacters);
)
            {
                var ((key, index), before) = (node.Value, node.Previous);
                if (index.Askers == 0)
                {
                    _recent.Remove(node);
                    _byKey.Remove(key);
                    index.Dispose();
                }

                node = before;
            }
        }
    }
}

/// <summary>A search result with the searched spaces.</summary>
public sealed record WikiFindings(ImmutableArray<WikiSpace> Searched, ImmutableArray<SearchHit> Hits, bool More);
