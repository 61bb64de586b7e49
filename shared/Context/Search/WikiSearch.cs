using System.Collections.Immutable;
using Onbehalf.Identity;
using Onbehalf.Storage;

namespace Onbehalf.Context.Search;

/// <summary>
/// Full-text search as one person: one index per access set (the exact spaces that person may read now), shared by everybody with the
/// same set, least recently used out first.
/// </summary>
public sealed class WikiSearch(Tables tables, WikiSpaces spaces) : IDisposable
{
    private const int MostIndexes = 16;
    private const long MostCharacters = 128L * 1024 * 1024;

    private readonly Lock _door = new();
    private readonly LinkedList<(string Key, SpaceIndex Index)> _recent = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, SpaceIndex Index)>> _byKey = new(StringComparer.Ordinal);

    public async Task<WikiFindings> FindAsync(Authority authority, string query, int skip, int take, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        var readable = await spaces.ReadableAsync(authority, cancellation);
        if (readable.IsEmpty || SearchWords.Expression(query) is not { } words)
            return new(readable, [], false);
        var hits = await InAsync(readable, index => index.Find(words, skip, take + 1), cancellation);
        return new(readable, [.. hits.Take(take)], hits.Length > take);
    }

    /// <summary>The pages of this title in every space the person may read.</summary>
    public async Task<WikiFindings> TitledAsync(Authority authority, string title, CancellationToken cancellation)
    {
        var readable = await spaces.ReadableAsync(authority, cancellation);
        if (readable.IsEmpty)
            return new(readable, [], false);
        return new(readable, await InAsync(readable, index => index.Titled(title).Select(static head => new SearchHit(head, "")).ToImmutableArray(), cancellation), false);
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
