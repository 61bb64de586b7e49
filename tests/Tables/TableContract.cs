// Longer than 300 lines: one contract of one package, a short test for each promise, read best in one file.
using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Tables;

/// <summary>The behavior of Azure.Data.Tables that the product depends on, against a real Table endpoint.</summary>
public sealed class TableContract : IAsyncLifetime
{
    private string _storage = "";
    private TableClient _table = null!; // xunit calls InitializeAsync first

    public async Task InitializeAsync()
    {
        _storage = await Azurite.ConnectionStringAsync();
        _table = new(_storage, "contract" + Guid.NewGuid().ToString("N"));
        await _table.CreateIfNotExistsAsync();
    }

    public Task DisposeAsync() => _table.DeleteAsync();

    [Fact]
    public async Task Creating_a_table_that_exists_is_success()
    {
        var again = await _table.CreateIfNotExistsAsync();

        Assert.Equal(_table.Name, again.Value.Name);
    }

    [Fact]
    public async Task Every_property_type_comes_back_as_it_was()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(1234567);
        var id = Guid.NewGuid();
        var entity = new TableEntity("p", "types")
        {
            ["Text"] = "Grüße\r\n\"quoted\" \u202e",
            ["Whole"] = int.MinValue,
            ["Long"] = long.MaxValue,
            ["Fraction"] = 0.1,
            ["WholeFraction"] = 5d,
            ["NotANumber"] = double.NaN,
            ["Flag"] = true,
            ["Time"] = time,
            ["Id"] = id,
            ["Bytes"] = new byte[] { 0, 255, 7 },
            ["Nothing"] = null,
        };

        await _table.AddEntityAsync(entity);
        var read = (await _table.GetEntityAsync<TableEntity>("p", "types")).Value;

        Assert.Equal("Grüße\r\n\"quoted\" \u202e", read.GetString("Text"));
        Assert.Equal(int.MinValue, read.GetInt32("Whole"));
        Assert.Equal(long.MaxValue, read.GetInt64("Long"));
        Assert.Equal(0.1, read.GetDouble("Fraction"));
        Assert.Equal(double.NaN, read.GetDouble("NotANumber"));
        Assert.True(read.GetBoolean("Flag"));
        Assert.Equal(time, read.GetDateTimeOffset("Time"));
        Assert.Equal(id, read.GetGuid("Id"));
        Assert.Equal([0, 255, 7], read.GetBinary("Bytes"));
        Assert.False(read.ContainsKey("Nothing"));
        Assert.NotEqual(default, read.ETag);
        Assert.NotNull(read.Timestamp);
    }

    [Fact]
    public async Task A_typed_entity_comes_back_as_it_was()
    {
        var written = new Sample
        {
            PartitionKey = "p",
            RowKey = "typed",
            Text = "t",
            Whole = 1,
            MaybeWhole = null,
            Long = 1L << 40,
            Fraction = 3,
            Time = DateTimeOffset.UnixEpoch,
            MaybeTime = DateTimeOffset.UnixEpoch.AddDays(1),
            Id = Guid.NewGuid(),
            Bytes = [1, 2],
            Data = BinaryData.FromBytes(new byte[] { 3 }),
            Colour = Shade.Green,
            Ignored = "x",
            Renamed = "y",
        };

        await _table.UpsertEntityAsync(written);
        var read = (await _table.GetEntityAsync<Sample>("p", "typed")).Value;
        var raw = (await _table.GetEntityAsync<TableEntity>("p", "typed")).Value;

        Assert.Equal(
            (written.Text, written.Whole, written.MaybeWhole, written.Long, written.Fraction, written.Time, written.MaybeTime, written.Id, written.Colour, written.Renamed),
            (read.Text, read.Whole, read.MaybeWhole, read.Long, read.Fraction, read.Time, read.MaybeTime, read.Id, read.Colour, read.Renamed));
        Assert.Equal(written.Bytes, read.Bytes);
        Assert.Equal(written.Data.ToArray(), read.Data!.ToArray());
        Assert.Null(read.Ignored);
        Assert.Equal("y", raw.GetString("other"));
        Assert.NotEqual(default, read.ETag);
        Assert.NotNull(read.Timestamp);
    }

    [Theory]
    [InlineData("it's")]
    [InlineData("a b+c%25&=;,@:~")]
    [InlineData("日本語 ü")]
    [InlineData("..")]
    [InlineData("(x)")]
    public async Task Keys_are_escaped(string key)
    {
        await _table.AddEntityAsync(new TableEntity(key, key) { ["V"] = 1 });
        await _table.UpdateEntityAsync(new TableEntity(key, key) { ["V"] = 2 }, ETag.All);
        await _table.SubmitTransactionAsync([new(TableTransactionActionType.UpsertMerge, new TableEntity(key, key) { ["W"] = 3 })]);

        var read = (await _table.GetEntityAsync<TableEntity>(key, key)).Value;
        Assert.Equal((key, key, 2, 3), (read.PartitionKey, read.RowKey, read.GetInt32("V"), read.GetInt32("W")));
        Assert.Single(await ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey eq {key}")));

        await _table.DeleteEntityAsync(key, key);
        Assert.False((await _table.GetEntityIfExistsAsync<TableEntity>(key, key)).HasValue);
    }

    [Fact]
    public async Task Adding_what_exists_is_409()
    {
        await _table.AddEntityAsync(new TableEntity("p", "r"));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => _table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(409, failure.Status);
        Assert.True(failure.ErrorCode == TableErrorCode.EntityAlreadyExists);
    }

    [Fact]
    public async Task Reading_what_is_missing_is_404_and_asking_whether_it_exists_is_not_an_error()
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => _table.GetEntityAsync<TableEntity>("p", "none"));
        var asked = await _table.GetEntityIfExistsAsync<TableEntity>("p", "none");
        var deleted = await _table.DeleteEntityAsync("p", "none");

        Assert.Equal(404, failure.Status);
        Assert.True(failure.ErrorCode == TableErrorCode.ResourceNotFound);
        Assert.False(asked.HasValue);
        Assert.Equal(404, deleted.Status);
    }

    [Fact]
    public async Task A_missing_table_is_named()
    {
        var absent = new TableClient(_storage, "absent");

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => absent.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(404, failure.Status);
        Assert.True(failure.ErrorCode == TableErrorCode.TableNotFound);
    }

    [Fact]
    public async Task A_stale_etag_is_412_for_update_and_delete()
    {
        var added = await _table.AddEntityAsync(new TableEntity("p", "etag") { ["V"] = 1 });
        var stale = added.Headers.ETag!.Value;
        var updated = await _table.UpdateEntityAsync(new TableEntity("p", "etag") { ["V"] = 2 }, stale);

        var update = await Assert.ThrowsAsync<RequestFailedException>(() => _table.UpdateEntityAsync(new TableEntity("p", "etag") { ["V"] = 3 }, stale));
        var delete = await Assert.ThrowsAsync<RequestFailedException>(() => _table.DeleteEntityAsync("p", "etag", stale));

        Assert.Equal((412, 412), (update.Status, delete.Status));
        Assert.True(update.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied);
        await _table.DeleteEntityAsync("p", "etag", updated.Headers.ETag!.Value);
    }

    [Fact]
    public async Task The_etag_of_a_read_entity_is_good_for_its_update()
    {
        await _table.AddEntityAsync(new TableEntity("p", "own") { ["V"] = 1 });
        var read = (await _table.GetEntityAsync<TableEntity>("p", "own")).Value;

        read["V"] = 2;
        await _table.UpdateEntityAsync(read, read.ETag, TableUpdateMode.Replace);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => _table.UpdateEntityAsync(read, read.ETag));
        Assert.Equal(412, failure.Status);
    }

    [Fact]
    public async Task Merge_keeps_other_properties_and_replace_drops_them()
    {
        await _table.AddEntityAsync(new TableEntity("p", "mode") { ["A"] = 1, ["B"] = 1 });

        await _table.UpsertEntityAsync(new TableEntity("p", "mode") { ["A"] = 2 });
        var merged = (await _table.GetEntityAsync<TableEntity>("p", "mode")).Value;
        await _table.UpsertEntityAsync(new TableEntity("p", "mode") { ["A"] = 3 }, TableUpdateMode.Replace);
        var replaced = (await _table.GetEntityAsync<TableEntity>("p", "mode")).Value;

        Assert.Equal((2, 1), (merged.GetInt32("A"), merged.GetInt32("B")));
        Assert.Equal((3, null), (replaced.GetInt32("A"), replaced.GetInt32("B")));
    }

    [Fact]
    public async Task Updating_what_is_missing_is_404()
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => _table.UpdateEntityAsync(new TableEntity("p", "gone"), ETag.All));

        Assert.Equal(404, failure.Status);
    }

    [Fact]
    public async Task A_query_pages_through_continuations_and_selects_columns()
    {
        for (var partition = 0; partition < 3; partition++)
        {
            await _table.SubmitTransactionAsync(Enumerable.Range(0, 7).Select(n =>
                new TableTransactionAction(TableTransactionActionType.Add, new TableEntity($"q{partition}", $"{n:D3}") { ["V"] = n, ["W"] = n })));
        }

        var pages = new List<Page<TableEntity>>();
        await foreach (var page in _table.QueryAsync<TableEntity>("PartitionKey ge 'q' and V ge 2", maxPerPage: 4, select: ["RowKey", "V"]).AsPages())
            pages.Add(page);

        Assert.Equal(15, pages.Sum(static page => page.Values.Count));
        Assert.All(pages, static page => Assert.InRange(page.Values.Count, 0, 4));
        Assert.All(pages.SelectMany(static page => page.Values), static entity => Assert.False(entity.ContainsKey("W")));

        var rest = new List<TableEntity>();
        await foreach (var page in _table.QueryAsync<TableEntity>("PartitionKey ge 'q' and V ge 2").AsPages(pages[0].ContinuationToken, 100))
            rest.AddRange(page.Values);
        Assert.Equal(15 - pages[0].Values.Count, rest.Count);
    }

    [Fact]
    public async Task A_filter_compares_values_of_every_type()
    {
        var time = DateTimeOffset.UtcNow;
        var id = Guid.NewGuid();
        await _table.AddEntityAsync(new TableEntity("f", "1")
        {
            ["T"] = "it's",
            ["L"] = 5_000_000_000L,
            ["D"] = 1.5,
            ["B"] = true,
            ["W"] = time,
            ["G"] = id,
            ["X"] = new byte[] { 1, 171 },
        });

        FormattableString[] hits =
        [
            $"T eq {"it's"}", $"L eq {5_000_000_000L}", $"D eq {1.5}", $"B eq {true}", $"W eq {time}", $"G eq {id}", $"X eq {new byte[] { 1, 171 }}",
        ];

        foreach (var hit in hits)
            Assert.Single(await ReadAsync(TableClient.CreateQueryFilter(hit)));
        Assert.Empty(await ReadAsync(TableClient.CreateQueryFilter($"T eq {"x' or T ne '"}")));
    }

    [Fact]
    public async Task A_transaction_does_all_or_nothing_and_names_the_action_that_failed()
    {
        await _table.AddEntityAsync(new TableEntity("b", "taken"));

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => _table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("b", "new")),
            new(TableTransactionActionType.Add, new TableEntity("b", "taken")),
        ]));

        Assert.Equal((409, 1), (failure.Status, failure.FailedTransactionActionIndex));
        Assert.True(failure.ErrorCode == TableErrorCode.EntityAlreadyExists);
        Assert.False((await _table.GetEntityIfExistsAsync<TableEntity>("b", "new")).HasValue);
    }

    [Fact]
    public async Task A_transaction_takes_every_kind_of_action_and_answers_each_with_its_etag()
    {
        foreach (var key in new[] { "merge", "replace", "delete" })
            await _table.AddEntityAsync(new TableEntity("b", key) { ["A"] = 1, ["B"] = 1 });

        var answers = (await _table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("b", "add") { ["Text"] = "--\r\n\r\nHTTP/1.1 409 Conflict\r\nü" }),
            new(TableTransactionActionType.UpdateMerge, new TableEntity("b", "merge") { ["A"] = 2 }, ETag.All),
            new(TableTransactionActionType.UpdateReplace, new TableEntity("b", "replace") { ["A"] = 2 }, ETag.All),
            new(TableTransactionActionType.Delete, new TableEntity("b", "delete"), ETag.All),
            new(TableTransactionActionType.UpsertMerge, new TableEntity("b", "upsert1") { ["A"] = 2 }),
            new(TableTransactionActionType.UpsertReplace, new TableEntity("b", "upsert2") { ["A"] = 2 }),
        ])).Value;
        var rows = (await ReadAsync("PartitionKey eq 'b'")).ToDictionary(static row => row.RowKey);

        Assert.Equal(6, answers.Count);
        Assert.All(answers, static answer => Assert.Equal(204, answer.Status));
        Assert.Equal(rows["add"].ETag, answers[0].Headers.ETag);
        Assert.Equal(["add", "merge", "replace", "upsert1", "upsert2"], rows.Keys.Order());
        Assert.Equal("--\r\n\r\nHTTP/1.1 409 Conflict\r\nü", rows["add"].GetString("Text"));
        Assert.Equal((2, 1), (rows["merge"].GetInt32("A"), rows["merge"].GetInt32("B")));
        Assert.Equal((2, null), (rows["replace"].GetInt32("A"), rows["replace"].GetInt32("B")));
    }

    [Fact]
    public async Task A_stale_etag_in_a_transaction_is_412()
    {
        var added = await _table.AddEntityAsync(new TableEntity("b", "x") { ["A"] = 1 });
        await _table.UpdateEntityAsync(new TableEntity("b", "x") { ["A"] = 2 }, ETag.All);

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => _table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("b", "y")),
            new(TableTransactionActionType.UpdateMerge, new TableEntity("b", "x") { ["A"] = 3 }, added.Headers.ETag!.Value),
        ]));

        Assert.Equal(412, failure.Status);
        Assert.False((await _table.GetEntityIfExistsAsync<TableEntity>("b", "y")).HasValue);
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_is_an_error_and_not_a_missing_entity()
    {
        var options = new TableClientOptions { Retry = { MaxRetries = 0 } };
        var away = new TableClient("AccountName=a;AccountKey=AAAA;TableEndpoint=http://127.0.0.1:1/a", "t", options);

        await Assert.ThrowsAsync<RequestFailedException>(() => away.GetEntityIfExistsAsync<TableEntity>("p", "r"));
    }

    [Fact]
    public async Task The_service_client_lists_and_deletes_tables()
    {
        var service = new TableServiceClient(_storage);
        var name = "listed" + Guid.NewGuid().ToString("N");
        await service.CreateTableIfNotExistsAsync(name);

        var names = new List<string>();
        await foreach (var item in service.QueryAsync($"TableName eq '{name}'"))
            names.Add(item.Name);
        await service.DeleteTableAsync(name);
        var second = await service.DeleteTableAsync(name);

        Assert.Equal([name], names);
        Assert.Equal(404, second.Status);
    }

    private async Task<List<TableEntity>> ReadAsync(string filter)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter))
            rows.Add(row);
        return rows;
    }

    private enum Shade
    {
        Red,
        Green,
    }

    private sealed class Sample : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public string? Text { get; init; }

        public int Whole { get; init; }

        public int? MaybeWhole { get; init; }

        public long Long { get; init; }

        public double Fraction { get; init; }

        public DateTimeOffset Time { get; init; }

        public DateTimeOffset? MaybeTime { get; init; }

        public Guid Id { get; init; }

        public byte[]? Bytes { get; init; }

        public BinaryData? Data { get; init; }

        public Shade Colour { get; init; }

        [IgnoreDataMember]
        public string? Ignored { get; init; }

        [DataMember(Name = "other")]
        public string? Renamed { get; init; }
    }
}
