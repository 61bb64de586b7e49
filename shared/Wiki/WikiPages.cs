using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Threads;

namespace Onbehalf.Wiki;

/// <summary>Stores pages and their versions. A page that a person may not read counts as nonexistent.</summary>
public sealed class WikiPages(Tables tables, WikiSpaces spaces, TimeProvider time)
{
    /// <summary>Returns the latest or the requested version, or null if the person may not read it.</summary>
    public async Task<WikiPage?> FindAsync(Authority authority, PageId id, int? version, CancellationToken cancellation) =>
        await spaces.FindAsync(authority, id.Space, cancellation) is null ? null : await ReadAsync(id, version, cancellation);

    /// <summary>Returns the pages of a space, or null if the space does not exist for this person.</summary>
    public async Task<Part<PageHead>?> ListAsync(Authority authority, SpaceId space, string? from, int limit, CancellationToken cancellation) =>
        await spaces.FindAsync(authority, space, cancellation) is null
            ? null
            : await HeadsAsync(
                space,
                from is null ? WikiRows.FirstPage : WikiRows.PageKey(PageId.Parse(from)),
                WikiRows.AfterPages,
                limit,
                static head => head.Id.Value,
                cancellation);

    /// <summary>Returns the versions of a page, newest first, or null if the page does not exist for this person.</summary>
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

    /// <summary>Adds a version based on <paramref name="baseVersion"/>. If that is no longer the latest version, nothing is written.</summary>
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

    private async Task<Part<PageHead>> HeadsAsync(
        SpaceId space, string first, string after, int limit, Func<PageHead, string> mark, CancellationToken cancellation)
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

/// <summary>A version of a page without its text.</summary>
public sealed record PageHead(PageId Id, string Title, int Version, Participant Author, DateTimeOffset At, ImmutableArray<Participant> Contributors);

/// <summary>A page of a space: <c>{space}-p</c> and 20 random base32 characters.</summary>
public readonly record struct PageId
{
    private readonly string? _value;

    private PageId(SpaceId space, string value) => (Space, _value) = (space, value);

    public SpaceId Space { get; }

    public string Value => _value ?? throw new InvalidOperationException("An empty PageId names no page.");

    public static PageId New(SpaceId space) => new(space, $"{space}-p{RandomNumberGenerator.GetString(RandomName.Alphabet, RandomName.Length)}");

    public static bool TryParse([NotNullWhen(true)] string? text, out PageId id)
    {
        var cut = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        var valid = SpaceId.TryParse(cut < 0 ? null : text![..cut], out var space) && RandomName.IsValid(text![(cut + 1)..], 'p');
        id = valid ? new(space, text!) : default;
        return valid;
    }

    public static PageId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a page id.");

    /// <summary>
    /// Returns a Markdown link to the page in the web app. Square brackets in the title are replaced, because they would end the link text.
    /// </summary>
    public string Link(string title) => $"[{title.Replace('[', '(').Replace(']', ')')}](/wiki/p/{Value})";

    public override string ToString() => Value;
}

/// <summary>The result of writing a page.</summary>
public abstract record PageWrite
{
    private PageWrite()
    {
    }

    public sealed record Written(WikiPage Page) : PageWrite;

    /// <summary>
    /// Another write happened in between. <paramref name="Base"/> is the version on which this write is based, or null if it does not exist.
    /// </summary>
    public sealed record Moved(WikiPage Current, WikiPage? Base) : PageWrite;

    /// <summary>The person may read the page but not write it.</summary>
    public sealed record NotWriter : PageWrite;

    /// <summary>No such page or space for this person.</summary>
    public sealed record NotFound : PageWrite;
}

/// <summary>A page of a list. <paramref name="Next"/> is the continuation; null on the last page.</summary>
public sealed record Part<T>(ImmutableArray<T> Items, string? Next);

/// <summary>
/// One version of a page, with its author and time. <paramref name="Contributors"/> are the authors of all versions up to it, because their text
/// may remain in it. Versions are append-only.
/// </summary>
public sealed record WikiPage(
    PageId Id, string Title, string Text, int Version, Participant Author, DateTimeOffset At, ImmutableArray<Participant> Contributors)
{
    /// <summary>Only the latest contributors are stored.</summary>
    public const int MostContributors = 1_000;

    public PageHead Head => new(Id, Title, Version, Author, At, Contributors);

    public static WikiPage First(PageId id, string title, string text, Participant author, DateTimeOffset at) => new(id, title, text, 1, author, at, [author]);

    public WikiPage Next(string title, string text, Participant author, DateTimeOffset at) =>
        new(Id, title, text, Version + 1, author, at, [.. Contributors.Where(known => known.Subject != author.Subject).TakeLast(MostContributors - 1), author]);
}
