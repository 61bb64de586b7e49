using System.Collections.Immutable;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Artifacts;

/// <summary>The proposals of each person in an artifact's partition, sealed for them.</summary>
public sealed class ArtifactProposals(Tables tables, ArtifactStore store, PersonSeal seal, TimeProvider time)
{
    /// <summary>Returns the proposals of this person, the newest first.</summary>
    public async Task<ImmutableArray<ArtifactProposal>> OfAsync(Authority person, LiveArtifact live, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(live);
        var first = Key(person.Subject.Id, "");
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {live.Head.Id.Value} and RowKey ge {first} and RowKey lt {first + "~"}");
        var proposals = ImmutableArray.CreateBuilder<ArtifactProposal>();
        await foreach (var row in tables.Artifacts.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (await ReadAsync(person, live, row, cancellation) is { } proposal)
                proposals.Add(proposal);
        }

        return [.. proposals.OrderByDescending(static one => one.At)];
    }

    public async Task<ArtifactProposal?> FindAsync(Authority person, LiveArtifact live, string id, CancellationToken cancellation) =>
        (await OfAsync(person, live, cancellation)).FirstOrDefault(one => one.Id == id);

    /// <summary>Returns false when this person has reached the maximum of proposals in this artifact.</summary>
    internal async Task<bool> AddAsync(Authority person, LiveArtifact live, string id, OpsRequest wanted, CancellationToken cancellation)
    {
        if ((await OfAsync(person, live, cancellation)).Count(one => one.Id != id) >= ArtifactLimits.Proposals)
            return false;
        var row = new TableEntity(live.Head.Id.Value, Key(person.Subject.Id, id))
        {
            [ArtifactRows.ByName] = Participant.Of(person.Subject).Name,
            [ArtifactRows.At] = time.GetUtcNow(),
        };
        var plain = JsonSerializer.SerializeToUtf8Bytes(new Stored(wanted.BaseSeq, wanted.Ops, wanted.Evidence), ArtifactJson.Options);
        Chunks.Write(row, await seal.SealAsync(person.Subject.Id, SealedAs(live.Head.Id, id), plain, cancellation));
        try
        {
            await tables.Artifacts.AddEntityAsync(row, cancellation);
        }
        catch (RequestFailedException known) when (known.Status is 409)
        {
            // A repeated call. A proposal that was shown is never replaced.
        }

        return true;
    }

    internal Task RemoveAsync(Authority person, LiveArtifact live, string id, CancellationToken cancellation) =>
        tables.Artifacts.DeleteEntityAsync(live.Head.Id.Value, Key(person.Subject.Id, id), ETag.All, cancellation);

    private async Task<ArtifactProposal?> ReadAsync(Authority person, LiveArtifact live, TableEntity row, CancellationToken cancellation)
    {
        var id = row.RowKey[Key(person.Subject.Id, "").Length..];
        if (await seal.OpenAsync(person.Subject.Id, SealedAs(live.Head.Id, id), Chunks.Read(row), cancellation) is not { } plain
            || JsonSerializer.Deserialize<Stored>(plain, ArtifactJson.Options) is not { } stored)
            return null;
        var since = await store.OpsAsync(live, stored.BaseSeq, cancellation);
        var by = new Participant(person.Subject.Id, row.GetString(ArtifactRows.ByName));
        var stamp = new OpStamp(by, time.GetUtcNow(), live.Head.Seq + 1);
        var isTouched = since.Length == ArtifactLimits.MissedAtOnce || OpTargets.Overlap(stored.Ops, since.SelectMany(static one => one.Ops));
        var ops = isTouched ? ProposedTexts.Onto(await store.StateAtAsync(live, stored.BaseSeq, cancellation), live.State, stored.Ops, stamp) : stored.Ops;
        return new(id, by, row.GetDateTimeOffset(ArtifactRows.At)!.Value, stored.BaseSeq, ops)
        {
            Evidence = stored.Evidence,
            IsStale = isTouched || ArtifactFold.Apply(live.State, ops, stamp) is not Folded.Changed,
        };
    }

    private static string Key(SubjectId person, string id) => $"q-{person.Value}-{id}";

    private static string SealedAs(ArtifactId artifact, string id) => $"artifacts/{artifact}/proposals/{id}";

    private sealed record Stored(long BaseSeq, ImmutableArray<ArtifactOp> Ops, ImmutableArray<EvidencePiece> Evidence);
}

/// <summary>
/// Changes that the agent proposes to one person, based on the state at <paramref name="BaseSeq"/>. They are visible to this person only
/// until they apply them. <see cref="IsStale"/>: the same parts have changed since.
/// </summary>
public sealed record ArtifactProposal(string Id, Participant By, DateTimeOffset At, long BaseSeq, ImmutableArray<ArtifactOp> Ops)
{
    public ImmutableArray<EvidencePiece> Evidence { get; init; } = [];

    public bool IsStale { get; init; }
}

/// <summary>The parts of an artifact that an op changes. Two ops conflict when these overlap.</summary>
internal static class OpTargets
{
    public static bool Overlap(IEnumerable<ArtifactOp> ops, IEnumerable<ArtifactOp> others)
    {
        var mine = ops.Select(Of).ToArray();
        return others
            .Select(Of)
            .Any(other => mine.Any(one => one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal)));
    }

    /// <summary>Returns the path of the changed part. The path of a whole is a prefix of the paths of its parts.</summary>
    private static string Of(ArtifactOp op) => op switch
    {
        ArtifactOp.SetValue set => $"item/{set.Item}/{set.Field}/",
        ArtifactOp.Add add => $"item/{add.Item}/",
        ArtifactOp.Delete delete => $"item/{delete.Item}/",
        ArtifactOp.Restore restore => $"item/{restore.Item}/",
        ArtifactOp.Move move => $"item/{move.Item}/place/",
        ArtifactOp.Rename => "title/",
        ArtifactOp.PutField put => $"field/{put.Field.Id}/",
        ArtifactOp.DeleteField delete => $"field/{delete.Field}/",
        ArtifactOp.PutBlock put => $"block/{put.Block.Id}/",
        ArtifactOp.DeleteBlock delete => $"block/{delete.Block}/",
        ArtifactOp.MoveBlock move => $"block/{move.Block}/place/",
        ArtifactOp.Edit edit => $"block/{edit.Block}/text/",
        ArtifactOp.AddComment add => $"comment/{add.Comment}/",
        ArtifactOp.DeleteComment delete => $"comment/{delete.Comment}/",
        ArtifactOp.PutParameter put => $"parameter/{put.Parameter.Id}/",
        ArtifactOp.DeleteParameter delete => $"parameter/{delete.Parameter}/",
        ArtifactOp.Purge => "",
        _ => throw new InvalidOperationException(op.GetType().Name),
    };
}

/// <summary>
/// Rebases a proposal's text changes onto the present state. If a text has changed since the base, the whole proposed text replaces it. The
/// person sees the difference before they apply it.
/// </summary>
internal static class ProposedTexts
{
    public static ImmutableArray<ArtifactOp> Onto(ArtifactState basis, ArtifactState now, ImmutableArray<ArtifactOp> ops, OpStamp stamp)
    {
        var moved = ops.OfType<ArtifactOp.Edit>().Select(static edit => edit.Block).Where(id => HasMoved(basis, now, id)).ToHashSet(StringComparer.Ordinal);
        if (moved.Count == 0 || ArtifactFold.Apply(basis, ops, stamp) is not Folded.Changed { State: var proposed })
            return ops;
        var onto = ImmutableArray.CreateBuilder<ArtifactOp>();
        foreach (var op in ops)
        {
            if (op is not ArtifactOp.Edit edit || !moved.Contains(edit.Block))
                onto.Add(op);
            else if (ReferenceEquals(op, ops.Last(other => other is ArtifactOp.Edit last && last.Block == edit.Block)))
                onto.Add(
                    new ArtifactOp.Edit(
                        edit.Block, now.Blocks[edit.Block].Version, TextChange.Replace(now.Blocks[edit.Block].Text, proposed.Blocks[edit.Block].Text)));
        }

        return onto.ToImmutable();
    }

    private static bool HasMoved(ArtifactState basis, ArtifactState now, string id) =>
        basis.Blocks.TryGetValue(id, out var before) && now.Blocks.TryGetValue(id, out var held) && !held.IsDeleted && held.Version != before.Version;
}
