using System.Collections.Immutable;
using Onbehalf.Identity;
using Onbehalf.Storage;

namespace Onbehalf.Wiki.Search;

/// <summary>
/// Full-text search as one person: one index per set of spaces (all that the person may read now, or one audience of them), shared by everybody who
/// searches the same set, least recently used out first.
/// </summary>
public sealed class WikiSearch(Tables tables, WikiSpaces spaces) : IDisposable
{
    private const int MostIndexes = 64;
    private const long MostCharacters = 128L * 1024 * 1024;

    private readonly Lock _door = new();
    private readonly LinkedList<(string Key, SpaceIndex Index)> _recent = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, SpaceIndex Index)>> _byKey = new(StringComparer.Ordinal);

    /// <summary>In every space the person may read.</summary>
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
    /// In one audience after the other, up to the first that answers. What is further down is not looked at, so it is no part of what was learned.
    /// Each step ranks by its own pages alone.
    /// </summary>
    public async Task<WikiFindings> FindFirstAsync(Authority authority, IEnumerable<ImmutableArray<WikiSpace>> audiences, string query, int take, CancellationToken cancellation)
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

    /// <summary>The pages of this title in the first space that has one.</summary>
    public async Task<WikiFindings> TitledAsync(Authority authority, IEnumerable<ImmutableArray<WikiSpace>> audiences, string title, CancellationToken cancellation)
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

    private async Task<ImmutableArray<SearchHit>> InAsync(ImmutableArray<WikiSpace> readable, Func<SpaceIndex, ImmutableArray<SearchHit>> ask, CancellationToken cancellation)
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

    /// <summary>Lets the least recently asked go while there are too many or they hold too much; never one that somebody is asking.</summary>
    private void Leave(SpaceIndex left)
    {
        lock (_door)
        {
            left.Askers--;
            for (var node = _recent.Last; node is not null && _recent.Count > 1 && (_recent.Count > MostIndexes || _recent.Sum(static one => one.Index.Characters) > MostCharacters);)
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
