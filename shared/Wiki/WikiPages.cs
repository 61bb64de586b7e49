using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Threads;

namespace Onbehalf.Wiki;

/// <summary>Pages and their versions. What a person may not read is not there for them.</summary>
public sealed class WikiPages(Tables tables, WikiSpaces spaces, TimeProvider time)
{
    /// <summary>The newest version, or the one asked for.</summary>
    public async Task<WikiPage?> FindAsync(Authority authority, PageId id, int? version, CancellationToken cancellation) =>
        await spaces.FindAsync(authority, id.Space, cancellation) is null ? null : await ReadAsync(id, version, cancellation);

    /// <summary>The pages of a space this person may read; null when there is no such space for them.</summary>
    public async Task<Part<PageHead>?> ListAsync(Authority authority, SpaceId space, string? from, int limit, CancellationToken cancellation) =>
        await spaces.FindAsync(authority, space, cancellation) is null
            ? null
            : await HeadsAsync(space, from is null ? WikiRows.FirstPage : WikiRows.PageKey(PageId.Parse(from)), WikiRows.AfterPages, limit, static head => head.Id.Value, cancellation);

    /// <summary>The versions of a page, newest first; null when there is no such page for this person.</summary>
    public async Task<Part<PageHead>?> VersionsAsync(Authority authority, PageId id, int? from, int limit, CancellationToken cancellation)
    {
        if (await FindAsync(authority, id, null, cancellation) is not { } page)
            return null;
        var first = WikiRows.VersionKey(id, Math.Min(from ?? page.Version, page.Version));
        return await HeadsAsync(id.Space, first, WikiRows.VersionKey(id, 0), limit, static head => $"{head.Version}", cancellation);
    }

    public async Task<PageWrite> CreateAsync(Authority authority, PageId id, string title, string text, CancellationToken cancellation)
    {
        if (await MayWriteAsync(authority, id.Space, cancellation) is { } refused)
            return refused;
        var page = WikiPage.First(id, title, text, Participant.Of(authority.Subject), time.GetUtcNow());
        await tables.Wiki.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, WikiRows.PageRow(page)),
            new(TableTransactionActionType.Add, WikiRows.VersionRow(page)),
            new(TableTransactionActionType.UpsertReplace, WikiRows.StampRow(id.Space)),
        ], cancellation);
        return new PageWrite.Written(page);
    }

    /// <summary>Adds a version on top of <paramref name="baseVersion"/>; when that is no longer the newest, nothing is written.</summary>
    public async Task<PageWrite> WriteAsync(Authority authority, PageId id, int baseVersion, string? title, string text, CancellationToken cancellation)
    {
        if (await MayWriteAsync(authority, id.Space, cancellation) is { } refused)
            return refused;
        var found = await tables.Wiki.GetEntityIfExistsAsync<TableEntity>(id.Space.Value, WikiRows.PageKey(id), cancellationToken: cancellation);
        if (!found.HasValue)
            return new PageWrite.NotFound();
        var current = WikiRows.ReadPage(found.Value!);
        if (current.Version != baseVersion)
            return await MovedAsync(id, baseVersion, cancellation);
        var next = current.Next(title ?? current.Title, text, Participant.Of(authority.Subject), time.GetUtcNow());
        try
        {
            await tables.Wiki.SubmitTransactionAsync(
            [
                new(TableTransactionActionType.UpdateReplace, WikiRows.PageRow(next), found.Value!.ETag),
                new(TableTransactionActionType.Add, WikiRows.VersionRow(next)),
                new(TableTransactionActionType.UpsertReplace, WikiRows.StampRow(id.Space)),
            ], cancellation);
        }
        catch (RequestFailedException stale) when (stale.Status is 412 or 409)
        {
            return await MovedAsync(id, baseVersion, cancellation);
        }

        return new PageWrite.Written(next);
    }

    private async Task<PageWrite?> MayWriteAsync(Authority authority, SpaceId id, CancellationToken cancellation) =>
        await spaces.FindAsync(authority, id, cancellation) is not { } space ? new PageWrite.NotFound()
        : space.LetsWrite(authority) ? null
        : new PageWrite.NotWriter();

    private async Task<PageWrite> MovedAsync(PageId id, int baseVersion, CancellationToken cancellation) =>
        await ReadAsync(id, null, cancellation) is { } current
            ? new PageWrite.Moved(current, await ReadAsync(id, baseVersion, cancellation))
            : new PageWrite.NotFound();

    private async Task<WikiPage?> ReadAsync(PageId id, int? version, CancellationToken cancellation)
    {
        var key = version is { } number ? WikiRows.VersionKey(id, number) : WikiRows.PageKey(id);
        var found = await tables.Wiki.GetEntityIfExistsAsync<TableEntity>(id.Space.Value, key, cancellationToken: cancellation);
        return found.HasValue ? WikiRows.ReadPage(found.Value!) : null;
    }

    private async Task<Part<PageHead>> HeadsAsync(SpaceId space, string first, string after, int limit, Func<PageHead, string> mark, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {space.Value} and RowKey ge {first} and RowKey lt {after}");
        var heads = ImmutableArray.CreateBuilder<PageHead>();
        await foreach (var row in tables.Wiki.QueryAsync<TableEntity>(filter, select: WikiRows.HeadColumns, cancellationToken: cancellation))
        {
            var head = WikiRows.ReadHead(row);
            if (heads.Count == limit)
                return new(heads.ToImmutable(), mark(head));
            heads.Add(head);
        }

        return new(heads.ToImmutable(), null);
    }
}
