using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Search;

namespace Onbehalf.Artifacts;

/// <summary>
/// Searches the text of a person's artifacts. Only words that <see cref="ArtifactOpenness"/> opens to the person are compared, so a locked
/// word never matches.
/// </summary>
public sealed class ArtifactSearch(ArtifactLists lists, ArtifactStore store, ArtifactOpenness openness)
{
    /// <summary>Maximum of artifacts that are searched, those that changed last. The number is independent of their content.</summary>
    private const int Most = 500;

    private const int AtOnce = 8;
    private const int LongestText = 200_000;

    /// <summary>Returns the hits. The artifact that changed last is first.</summary>
    internal async Task<IReadOnlyList<ArtifactHit>> FindAsync(
        Authority viewer, SearchTerms terms, Func<ArtifactHead, bool> admits, CancellationToken cancellation)
    {
        var heads = (await lists.AllAsync(viewer, cancellation))
            .Select(static one => one.Head)
            .Where(admits)
            .OrderByDescending(static head => head.ChangedAt)
            .Take(Most);
        var hits = new ConcurrentBag<ArtifactHit>();
        await Parallel.ForEachAsync(
            heads,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (head, token) =>
            {
                if (await store.FindAsync(viewer, head.Id, token) is { } live
                    && Of(live, terms, (await openness.OfAsync(viewer, live, live.State, token)).ContainsKey) is { } hit)
                    hits.Add(hit);
            });
        return [.. hits.OrderByDescending(static hit => hit.Head.ChangedAt)];
    }

    private static ArtifactHit? Of(LiveArtifact live, SearchTerms terms, Func<long, bool> isOpen)
    {
        var isNamed = live.State.TitleSeq is not { } seq || isOpen(seq);
        var (title, text) = (live.State.TitleFor(isOpen), Text(live.State, isOpen));
        if (terms.Find(isNamed ? $"{title}\n{text}" : text) is null)
            return null;
        var inText = terms.Hits(text);
        return new(live.Head, MarkedText.Whole(title, isNamed ? terms.Hits(title) : []), inText.Count > 0 ? MarkedText.Excerpt(text, inText) : null);
    }

    /// <summary>Returns the text that the person can read, without the SQL of requests.</summary>
    private static string Text(ArtifactState state, Func<long, bool> isOpen)
    {
        var text = new StringBuilder();
        foreach (
            var held in state
                .Blocks.Values.Where(held => !held.IsDeleted && held.FromModel.All(isOpen))
                .OrderBy(static held => held.Order, StringComparer.Ordinal))
        {
            Line(text, held.Block.Title);
            Line(text, held.Block.Text);
            Line(text, held.Text);
            Lines(text, held.Comments);
        }

        foreach (
            var field in state.FieldOrder.Select(id => state.Fields[id]).Where(field => !field.IsDeleted && (field.FromModel is not { } seq || isOpen(seq))))
            Line(text, field.Name);
        foreach (var item in state.Items.Values.Where(static item => !item.IsDeleted).OrderBy(static item => item.Order, StringComparer.Ordinal))
        {
            foreach (
                var held in item.Values.Where(held =>
                    state.Fields.TryGetValue(held.Field, out var field) && !field.IsDeleted && (!held.FromModel || isOpen(held.Seq))))
                Line(text, Shown(state, held));
            if (item.StateFromModel is not { } placed || isOpen(placed))
                Line(text, item.State);
            Lines(text, item.Comments);
        }

        return text.ToString();
    }

    private static string? Shown(ArtifactState state, HeldValue held) => held.Value.ValueKind switch
    {
        JsonValueKind.String when state.Fields[held.Field].Type is FieldType.Person => null,
        JsonValueKind.String => held.Value.GetString(),
        JsonValueKind.Number => held.Value.GetRawText(),
        _ => null,
    };

    private static void Lines(StringBuilder text, IEnumerable<ArtifactComment> comments)
    {
        foreach (var comment in comments.Where(static one => !one.IsDeleted))
            Line(text, comment.Text);
    }

    private static void Line(StringBuilder text, string? line)
    {
        if (!string.IsNullOrEmpty(line) && text.Length + line.Length < LongestText)
            text.Append(text.Length == 0 ? "" : "\n").Append(line);
    }
}

/// <summary>A search hit, with the search terms marked in the text that the searcher may see.</summary>
public sealed record ArtifactHit(ArtifactHead Head, MarkedText Title, MarkedText? Excerpt);
