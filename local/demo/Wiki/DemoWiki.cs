using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Demo.Company;
using Onbehalf.Sidecars.Supervision;
using Onbehalf.Threads;
using Onbehalf.Wiki;

namespace Onbehalf.Demo.Wiki;

/// <summary>Seeds the demo company's wiki once. An existing space keeps its later edits.</summary>
internal static class DemoWiki
{
    private static readonly DateTimeOffset Written = new(2026, 1, 12, 9, 0, 0, TimeSpan.Zero);

    public static async Task EnsureAsync(LocalSettings settings, Endpoints sidecars)
    {
        if (settings["ONBEHALF_TABLES"] is not { } store || Uri.TryCreate(store, UriKind.Absolute, out _))
            return;
        var table = new TableServiceClient(store).GetTableClient($"{settings["ONBEHALF_TABLE_PREFIX"]}wiki");
        await Task.WhenAll(DemoPages.Spaces.Select(space => EnsureAsync(table, sidecars, space)));
    }

    /// <summary>Writes the space's row last, so that an existing space is complete.</summary>
    private static async Task EnsureAsync(TableClient table, Endpoints sidecars, DemoSpace demo)
    {
        var space = new WikiSpace(SpaceId.Parse($"s{demo.Key}"), demo.Name, demo.Readers, demo.Writers, null, Author(sidecars, demo.Pages[0].Author));
        var row = WikiRows.Of(space);
        if ((await table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey)).HasValue)
            return;
        foreach (var (number, page) in demo.Pages.Index())
            await AddAsync(
                table,
                WikiPage.First(
                    PageId.Parse($"{space.Id}-p{DemoPages.Key($"page{(char)('a' + number)}")}"), page.Title, page.Text, Author(sidecars, page.Author), Written)
            );
        await UnlessThereAsync(() => table.AddEntityAsync(row));
    }

    private static Task AddAsync(TableClient table, WikiPage page) => UnlessThereAsync(() => table.SubmitTransactionAsync(
    [
        new(TableTransactionActionType.Add, WikiRows.PageRow(page)),
        new(TableTransactionActionType.Add, WikiRows.VersionRow(page)),
        new(TableTransactionActionType.UpsertReplace, WikiRows.StampRow(page.Id.Space)),
    ]));

    private static async Task UnlessThereAsync(Func<Task> add)
    {
        try
        {
            await add();
        }
        catch (RequestFailedException there) when (there.Status == 409)
        {
            return;
        }
    }

    private static Participant Author(Endpoints sidecars, string name) => Participant.Of(DemoData.SubjectOf(sidecars, Cast.Find(name)!));
}
