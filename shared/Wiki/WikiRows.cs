using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Wiki;

/// <summary>
/// The rows of table <c>wiki</c>. Partition <c>spaces</c> has a row per space. A space's partition has its pages (<c>p-</c>) and all their
/// versions (<c>v-</c>, newest first). Its <c>stamp</c> changes in the same batch as any page.
/// </summary>
public static class WikiRows
{
    internal const string Spaces = "spaces";
    internal const string Stamp = "stamp";
    internal const string FirstPage = "p-";
    internal const string AfterPages = "p.";
    private const int Newest = 99_999_999;

    /// <summary>The limit in characters. A property holds 64 KiB of UTF-16.</summary>
    private const int LongestProperty = 30_000;

    // Rows are never HTML. With escapes, names in other alphabets would need six times the space.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The contributors are split over several properties, because one property can be too small for a page of a large company.</summary>
    private static readonly string[] Contributors =
    [
        "Contributors",
        .. Enumerable.Range(2, 7).Select(static n => string.Create(CultureInfo.InvariantCulture, $"Contributors{n}")),
    ];

    internal static string[] HeadColumns { get; } = ["PartitionKey", "RowKey", "Page", "Title", "Version", "Author", "AuthorName", "At", .. Contributors];

    public static TableEntity Of(WikiSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        var row = new TableEntity(Spaces, space.Id.Value)
        {
            ["Name"] = space.Name,
            ["Readers"] = JsonSerializer.Serialize(space.Readers),
            ["Writers"] = JsonSerializer.Serialize(space.Writers),
            ["Author"] = space.CreatedBy.Subject.Value,
            ["AuthorName"] = space.CreatedBy.Name,
        };
        if (space.Room is { } room)
            row["Room"] = room.Value;
        return row;
    }

    public static TableEntity PageRow(WikiPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return Row(page, PageKey(page.Id));
    }

    public static TableEntity VersionRow(WikiPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return Row(page, VersionKey(page.Id, page.Version));
    }

    public static TableEntity StampRow(SpaceId space) => new(space.Value, Stamp) { ["Value"] = Guid.NewGuid().ToString("N") };

    internal static string PageKey(PageId id) => $"p-{id}";

    internal static string VersionKey(PageId id, int version) => string.Create(CultureInfo.InvariantCulture, $"{Versions(id)}{Newest - version:D8}");

    internal static string Versions(PageId id) => $"v-{id}-";

    internal static WikiSpace ReadSpace(TableEntity row) => new(
        SpaceId.Parse(row.RowKey),
        row.GetString("Name"),
        JsonSerializer.Deserialize<ImmutableArray<string>>(row.GetString("Readers")),
        JsonSerializer.Deserialize<ImmutableArray<string>>(row.GetString("Writers")),
        row.GetString("Room") is { } room ? RoomId.Parse(room) : null,
        Author(row));

    internal static WikiPage ReadPage(TableEntity row)
    {
        var head = ReadHead(row);
        return new(head.Id, head.Title, Encoding.UTF8.GetString(Chunks.Read(row)), head.Version, head.Author, head.At, head.Contributors);
    }

    internal static PageHead ReadHead(TableEntity row) => new(
        PageId.Parse(row.GetString("Page")), row.GetString("Title"), row.GetInt32("Version")!.Value, Author(row), row.GetDateTimeOffset("At")!.Value,
            [
                .. JsonSerializer
                    .Deserialize<Stored[]>(string.Concat(Contributors.Select(row.GetString)))!
                    .Select(static one => new Participant(SubjectId.Parse(one.Subject), one.Name)),
            ]);

    private static TableEntity Row(WikiPage page, string key)
    {
        var row = new TableEntity(page.Id.Space.Value, key)
        {
            ["Page"] = page.Id.Value,
            ["Title"] = page.Title,
            ["Version"] = page.Version,
            ["Author"] = page.Author.Subject.Value,
            ["AuthorName"] = page.Author.Name,
            ["At"] = page.At,
        };
        var contributors = JsonSerializer
            .Serialize(page.Contributors.Select(static one => new Stored(one.Subject.Value, one.Name)), Plain)
            .Chunk(LongestProperty)
            .ToArray();
        for (var i = 0; i < contributors.Length; i++)
            row[Contributors[i]] = new string(contributors[i]);
        Chunks.Write(row, Encoding.UTF8.GetBytes(page.Text));
        return row;
    }

    private static Participant Author(TableEntity row) => new(SubjectId.Parse(row.GetString("Author")), row.GetString("AuthorName"));

    private sealed record Stored(string Subject, string Name);
}
