using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Threads.Files;

namespace Onbehalf.Tests.Threads.Files;

/// <summary>A file is its uploader's until it is sent, then it is for who may read its message, and it goes with its message.</summary>
public sealed class FileTests
{
    private const string Words = "region,amount\nEMEA,canary-7712";

    [Fact]
    public async Task Law_9_a_file_opens_for_who_may_read_its_message_and_is_not_there_for_anybody_else()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob, dan, carol, eve) = (stage.People.Person("Alice"), stage.People.Person("Bob"), stage.People.Person("Dan"), stage.People.Person("Carol"), stage.People.Person("Eve"));
        var room = await stage.Get<RoomStore>().CreateAsync(alice, "Sales", [Participant.Of(bob), Participant.Of(carol)], default);
        var thread = (await stage.Get<RoomStore>().OpenThreadAsync(alice, room.Id, null, default))!.Thread.Id;
        var unsent = await AttachAsync(stage, alice, thread);
        var sent = await AttachAsync(stage, alice, thread);
        await stage.CallAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/messages", new { text = "see", agent = false, files = new[] { sent } });
        await stage.CallAsync(alice, HttpMethod.Put, $"/api/rooms/{room.Id}/members", new { members = new object[] { bob.Id.Value, dan.Id.Value } });

        var none = new List<string>();
        foreach (var (who, id) in new[] { (bob, unsent), (dan, sent), (carol, sent), (eve, sent), (eve, unsent), (alice, FileId.New(thread).Value), (alice, FileId.New(ThreadId.New()).Value), (alice, "nonsense") })
        {
            using var refused = await stage.SendAsync(who, HttpMethod.Get, $"/api/files/{id}");
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
            none.Add(await refused.Content.ReadAsStringAsync());
        }

        using var opened = await stage.SendAsync(bob, HttpMethod.Get, $"/api/files/{sent}");
        Assert.Single(none.Distinct());
        Assert.Equal(Words, await opened.Content.ReadAsStringAsync());
        Assert.Equal(("attachment", "text/csv"), (opened.Content.Headers.ContentDisposition!.DispositionType, opened.Content.Headers.ContentType!.MediaType));
        Assert.Contains("sandbox", opened.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(Words, await (await stage.SendAsync(alice, HttpMethod.Get, $"/api/files/{unsent}")).Content.ReadAsStringAsync());
        Assert.Equal("q3.csv", (await SeenAsync(stage, bob, thread)).GetProperty("files")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Only_ones_own_unsent_files_of_the_thread_go_with_a_message_and_each_once()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var (thread, other) = (await stage.ThreadAsync(alice, bob), await stage.ThreadAsync(alice, bob));
        var (mine, theirs, elsewhere, sixth) = (await AttachAsync(stage, alice, thread), await AttachAsync(stage, bob, thread), await AttachAsync(stage, alice, other), Enumerable.Repeat(FileId.New(thread).Value, 6));

        var refused = new List<string>();
        foreach (var files in new[] { [theirs], [elsewhere], [FileId.New(thread).Value], ["nonsense"], [mine, mine], sixth })
        {
            using var answer = await stage.SendAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/messages", new { text = "see", files });
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            refused.Add(JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("type").GetString()!.Split('/')[^1]);
        }

        var message = new { text = "q3.csv", agent = false, clientId = "once", files = new[] { mine } };
        var first = await stage.CallAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/messages", message);
        var again = await stage.CallAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/messages", message with { text = "" });
        using var twice = await stage.SendAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/messages", new { text = "see", files = new[] { mine } });
        using var removed = await stage.SendAsync(alice, HttpMethod.Delete, $"/api/files/{mine}");

        Assert.Equal(["unknown-file", "unknown-file", "unknown-file", "unknown-file", "unknown-file", "files"], refused);
        Assert.Equal(first.ToString(), again.ToString());
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (twice.StatusCode, removed.StatusCode));
        Assert.Equal("Files attached.", (await SeenAsync(stage, bob, thread)).GetProperty("text").GetString());
        Assert.Equal(1, (await stage.CallAsync(bob, HttpMethod.Get, $"/api/threads/{thread}/messages")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_file_is_deleted_with_its_message_and_nothing_of_it_rests_in_the_clear()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);
        var (unsent, sent) = (await AttachAsync(stage, alice, thread), await AttachAsync(stage, alice, thread));
        var message = (await stage.CallAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/messages", new { text = "see", agent = false, files = new[] { sent } })).GetProperty("messageId").GetString();

        var resting = await RestingAsync(stage);
        using var byOther = await stage.SendAsync(bob, HttpMethod.Delete, $"/api/files/{unsent}");
        await stage.CallAsync(alice, HttpMethod.Delete, $"/api/files/{unsent}");
        await stage.CallAsync(alice, HttpMethod.Delete, $"/api/messages/{message}");

        Assert.Equal(2, resting.Count);
        Assert.All(resting, static content => Assert.DoesNotContain("canary", content, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, byOther.StatusCode);
        foreach (var id in new[] { unsent, sent })
            Assert.Equal(HttpStatusCode.NotFound, (await stage.SendAsync(alice, HttpMethod.Get, $"/api/files/{id}")).StatusCode);
        Assert.False((await SeenAsync(stage, bob, thread)).TryGetProperty("files", out _));
        Assert.Empty(await RestingAsync(stage));
        Assert.Equal(0, await stage.Get<Storage.Tables>().Threads.QueryAsync<TableEntity>("Name eq 'q3.csv'").CountAsync());
    }

    [Fact]
    public async Task What_nobody_sends_is_swept_after_a_day_and_what_was_sent_stays()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        var thread = await stage.ThreadAsync(alice);
        var (unsent, sent) = (await AttachAsync(stage, alice, thread), await AttachAsync(stage, alice, thread));
        await stage.CallAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/messages", new { text = "see", agent = false, files = new[] { sent } });
        var tomorrow = new FileStore(stage.Get<Storage.Tables>(), stage.Get<ThreadStore>(), stage.Get<FileBlobs>(), stage.Get<Vault.PersonSeal>(), new Later(TimeSpan.FromHours(25)), stage.Get<FileLimits>(), NullLogger<FileStore>.Instance);
        await stage.Get<Storage.Tables>().Threads.AddEntityAsync(new TableEntity("files", "00010101000000-nonsense"));

        var (early, swept, again) = (await stage.Get<FileStore>().SweepAsync(default), await tomorrow.SweepAsync(default), await tomorrow.SweepAsync(default));

        Assert.Equal((0, 1, 0), (early, swept, again));
        Assert.Equal(HttpStatusCode.NotFound, (await stage.SendAsync(alice, HttpMethod.Get, $"/api/files/{unsent}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await stage.SendAsync(alice, HttpMethod.Get, $"/api/files/{sent}")).StatusCode);
        Assert.Single(await RestingAsync(stage));
    }

    [Fact]
    public async Task A_file_that_is_too_large_or_lies_is_refused_and_so_is_a_21st_unsent_one()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        var thread = await stage.ThreadAsync(alice);

        using var large = await UploadAsync(stage, alice, thread, "a.txt", [.. Enumerable.Repeat((byte)'a', AttachedFile.MostBytes + 1)]);
        using var lie = await UploadAsync(stage, alice, thread, "a.png", "text"u8.ToArray());
        using var largest = await UploadAsync(stage, alice, thread, "a.txt", [.. Enumerable.Repeat((byte)'a', AttachedFile.MostBytes)]);
        var kept = new List<string>();
        for (var i = 0; i < 19; i++)
            kept.Add(await AttachAsync(stage, alice, thread));
        using var further = await UploadAsync(stage, alice, thread, "a.txt", "text"u8.ToArray());

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.BadRequest, HttpStatusCode.Created), (large.StatusCode, lie.StatusCode, largest.StatusCode));
        Assert.Equal(HttpStatusCode.Conflict, further.StatusCode);
        Assert.Equal(20, (await RestingAsync(stage)).Count);
        Assert.Equal(HttpStatusCode.OK, (await stage.SendAsync(alice, HttpMethod.Get, $"/api/files/{kept[0]}")).StatusCode);
    }

    [Fact]
    public async Task A_person_has_room_for_so_many_files_and_has_it_again_once_they_are_deleted()
    {
        await using var stage = await Stage.OpenAsync(null, ("ONBEHALF_FILES_MB_PER_PERSON", "1"));
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);
        byte[] most = [.. Enumerable.Repeat((byte)'a', 700_000)];

        using var first = await UploadAsync(stage, alice, thread, "a.txt", most);
        using var second = await UploadAsync(stage, alice, thread, "a.txt", most);
        using var others = await UploadAsync(stage, bob, thread, "a.txt", most);
        await stage.CallAsync(alice, HttpMethod.Delete, $"/api/files/{await IdAsync(first)}");
        using var third = await UploadAsync(stage, alice, thread, "a.txt", most);
        var message = (await stage.CallAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/messages", new { text = "see", agent = false, files = new[] { await IdAsync(third) } })).GetProperty("messageId").GetString();
        using var whileSent = await UploadAsync(stage, alice, thread, "a.txt", most);
        await stage.CallAsync(alice, HttpMethod.Delete, $"/api/messages/{message}");
        using var last = await UploadAsync(stage, alice, thread, "a.txt", most);

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.Created],
            new[] { first, second, others, third, whileSent, last }.Select(static answer => answer.StatusCode));
        var refused = JsonDocument.Parse(await second.Content.ReadAsStringAsync()).RootElement;
        Assert.EndsWith("/files-full", refused.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Contains("Each person can have 5000 files and 1 MB here.", refused.ToString(), StringComparison.Ordinal);

        static async Task<string> IdAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!;
    }

    [Fact]
    public async Task A_deletion_that_a_crash_interrupts_is_finished_by_the_sweep()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        var thread = await stage.ThreadAsync(alice);
        var sent = await AttachAsync(stage, alice, thread);
        await stage.CallAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/messages", new { text = "see", agent = false, files = new[] { sent } });
        var (member, typed) = (await stage.Get<ThreadStore>().FindForMemberAsync(alice.Id, thread, default), new MessageId(thread, 1));
        AttachedFile[] files = [new(FileId.Parse(sent), "q3.csv", FileType.Csv, 1)];
        var tomorrow = new FileStore(stage.Get<Storage.Tables>(), stage.Get<ThreadStore>(), stage.Get<FileBlobs>(), stage.Get<Vault.PersonSeal>(), new Later(TimeSpan.FromHours(25)), stage.Get<FileLimits>(), NullLogger<FileStore>.Instance);

        await Assert.ThrowsAsync<IOException>(() => stage.Get<FileStore>().DeleteWithAsync(alice.Id, files, CrashesAsync, default));
        var (afterCrash, opened) = ((await RestingAsync(stage)).Count, await stage.Get<FileStore>().OpenAsync(alice.Id, files[0].Id, default));
        await tomorrow.SweepAsync(default);

        Assert.Equal(1, afterCrash);
        Assert.Null(opened);
        Assert.Empty(await RestingAsync(stage));
        Assert.Equal(0, await stage.Get<Storage.Tables>().Threads.QueryAsync<TableEntity>($"PartitionKey eq 'files-{alice.Id.Value}'").CountAsync());

        async Task<bool> CrashesAsync()
        {
            await stage.Get<MessageChanges>().DeleteAsync(member!, typed, default, files);
            throw new IOException("The process ends.");
        }
    }

    private static async Task<string> AttachAsync(Stage stage, Subject person, ThreadId thread)
    {
        using var answer = await UploadAsync(stage, person, thread, "q3.csv", Encoding.UTF8.GetBytes(Words));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!;
    }

    private static async Task<HttpResponseMessage> UploadAsync(Stage stage, Subject person, ThreadId thread, string name, byte[] content)
    {
        using var client = stage.Client(person);
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        body.Headers.Add("x-file-name", Uri.EscapeDataString(name));
        return await client.PostAsync($"/api/threads/{thread}/files", body);
    }

    private static async Task<JsonElement> SeenAsync(Stage stage, Subject viewer, ThreadId thread) =>
        (await stage.CallAsync(viewer, HttpMethod.Get, $"/api/threads/{thread}/messages")).GetProperty("items")[0];

    private static async Task<List<string>> RestingAsync(Stage stage)
    {
        var container = stage.Get<FileBlobs>().Container;
        var contents = new List<string>();
        await foreach (var blob in container.GetBlobsAsync())
            contents.Add(Encoding.Latin1.GetString((await container.GetBlobClient(blob.Name).DownloadContentAsync()).Value.Content));
        return contents;
    }

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
