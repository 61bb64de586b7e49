using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Vault;
using Onbehalf.Visibility;

namespace Onbehalf.Tests.Threads;

public sealed class MessageStoreTests
{
    [Fact]
    public async Task A_hundred_messages_at_once_get_a_hundred_numbers_without_a_gap()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);

        // A second store stands for a second instance: the two share nothing but the table.
        using var other = new MessageStore(stage.Get<Storage.Tables>(), stage.Get<PersonSeal>(), stage.Get<EventLog>(), TimeProvider.System);
        var (asAlice, asBob) = (await stage.AuthorityAsync(alice), await stage.AuthorityAsync(bob));
        await Parallel.ForAsync(0, 100, new ParallelOptions { MaxDegreeOfParallelism = 100 }, async (i, cancellation) =>
        {
            Assert.True(MessageText.TryParse($"number {i}", out var text));
            var store = i % 2 == 0 ? stage.Get<MessageStore>() : other;
            Assert.IsType<Appended.Stored>(await store.AppendAsync(i % 3 == 0 ? asAlice : asBob, thread, text, null, forAgent: true, cancellation));
        });

        var mine = await stage.Get<ThreadStore>().FindForMemberAsync(alice.Id, thread, default);
        var all = (await stage.Get<MessageStore>().ListAsync(mine!, new(1, 200), default)).Cast<ThreadMessage.Typed>().ToArray();
        Assert.Equal(Enumerable.Range(1, 100).Select(static n => (long)n), all.Select(static m => m.Id.Seq));
        Assert.Equal(100, all.Select(static m => m.Text).Distinct().Count());
        Assert.All(all, m => Assert.Equal(int.Parse(m.Text[7..], null) % 3 == 0 ? alice.Id : bob.Id, m.AskedBy.Id));
        Assert.Equal(100, mine!.Thread.LastSeq);
    }

    [Fact]
    public async Task The_same_client_id_is_the_same_message()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);

        var told = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => stage.SayAsync(alice, thread, "hello", "one")));
        var another = await stage.SayAsync(bob, thread, "hello", "one");

        Assert.Single(told.Select(static m => m.Id).Distinct());
        Assert.NotEqual(told[0].Id, another.Id);
        Assert.Equal(2, (await stage.Get<ThreadStore>().FindForMemberAsync(alice.Id, thread, default))!.Thread.LastSeq);
    }

    [Fact]
    public async Task A_number_that_is_given_again_after_lost_writes_has_the_new_message_and_its_speaker()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);
        var table = stage.Get<Storage.Tables>().Threads;
        var lost = await stage.SayAsync(alice, thread, "what do I earn?");

        await table.DeleteEntityAsync(thread.Value, ThreadKeys.Message(lost.Id.Seq));
        await table.UpdateEntityAsync(new TableEntity(thread.Value, ThreadKeys.Head) { ["LastSeq"] = 0L }, Azure.ETag.All);
        var again = await stage.SayAsync(bob, thread, "hello");

        Assert.Equal(lost.Id, again.Id);
        var found = Assert.IsType<ThreadMessage.Typed>(await stage.Get<MessageStore>().FindAsync(again.Id, default));
        Assert.Equal((bob.Id, "hello"), (found.AskedBy.Id, found.Text));
    }

    [Fact]
    public async Task A_turn_is_answered_once_however_often_its_reply_is_posted()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        var thread = await stage.ThreadAsync(alice);
        var question = await stage.SayAsync(alice, thread, "how many?");

        var posted = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => stage.AnswerAsync(question, "three", isPrivate: true)));

        Assert.Single(posted.Select(static m => m.Id).Distinct());
        Assert.Equal(posted[0].Id, (await stage.Get<MessageStore>().FindReplyAsync(question.Turn!.Value, default))!.Id);
        var events = await stage.Get<EventLog>().ReadAsync(thread, 0, alice.Id, default);
        Assert.Single(events.Events, e => e.Event.Message == posted[0].Id);
    }

    [Fact]
    public async Task Adding_a_message_takes_two_transactions_and_telling_of_it_one()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        Subject[] others = [.. Enumerable.Range(0, 20).Select(i => stage.People.Person($"Member {i}"))];
        var thread = await stage.ThreadAsync(alice, others);
        var authority = await stage.AuthorityAsync(alice);
        Assert.True(MessageText.TryParse("hello", out var text));
        using var first = new MessageStore(stage.Get<Storage.Tables>(), stage.Get<PersonSeal>(), stage.Get<EventLog>(), TimeProvider.System);
        await stage.Get<EventLog>().AppendAsync(thread, [ThreadEvent.Members()], default);

        using var cold = new StorageCount();
        await first.AppendAsync(authority, thread, text, null, forAgent: true, default);
        cold.Dispose();
        using var warm = new StorageCount();
        await first.AppendAsync(authority, thread, text, null, forAgent: true, default);

        Assert.Equal(3, cold.Requests);
        Assert.Equal(2, warm.Requests);
    }

    [Fact]
    public async Task The_newest_page_of_ten_thousand_messages_reads_only_itself()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        var thread = await stage.ThreadAsync(alice);
        await FillAsync(stage.Get<Storage.Tables>().Threads, thread, alice, 10_000);
        // What is known about a person for some seconds is read before the count, however long the table took to fill.
        await stage.CallAsync(alice, HttpMethod.Get, $"/api/threads/{thread}");

        using var count = new StorageCount();
        var newest = await stage.CallAsync(alice, HttpMethod.Get, $"/api/threads/{thread}/messages?from=end&limit=50");
        var requests = count.Requests;
        var before = await stage.CallAsync(alice, HttpMethod.Get, $"/api/threads/{thread}/messages?limit=50&continuation={newest.GetProperty("continuation").GetString()}");

        Assert.Equal(Enumerable.Range(9951, 50).Select(n => $"{thread}-m{n}"), newest.GetProperty("items").EnumerateArray().Select(static m => m.GetProperty("id").GetString()));
        Assert.Equal(Enumerable.Range(9901, 50).Select(n => $"{thread}-m{n}"), before.GetProperty("items").EnumerateArray().Select(static m => m.GetProperty("id").GetString()));
        Assert.InRange(requests, 0, 5);
    }

    [Fact]
    public async Task A_page_around_a_message_has_what_was_said_before_and_after_it()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice);
        var other = await stage.ThreadAsync(alice);
        await FillAsync(stage.Get<Storage.Tables>().Threads, thread, alice, 200);

        var around = await stage.CallAsync(alice, HttpMethod.Get, $"/api/threads/{thread}/messages?from={thread}-m40&limit=20");
        var newest = await stage.CallAsync(alice, HttpMethod.Get, $"/api/threads/{thread}/messages?from={thread}-m199&limit=20");

        Assert.Equal(Numbers(31, 50), Ids(around));
        Assert.Equal(Numbers(181, 200), Ids(newest));
        Assert.Equal(HttpStatusCode.BadRequest, (await stage.SendAsync(alice, HttpMethod.Get, $"/api/threads/{thread}/messages?from={other}-m1")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stage.SendAsync(bob, HttpMethod.Get, $"/api/threads/{thread}/messages?from={thread}-m40")).StatusCode);

        IEnumerable<string> Numbers(int from, int to) => Enumerable.Range(from, to - from + 1).Select(n => $"{thread}-m{n}");
        static IEnumerable<string?> Ids(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(static m => m.GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_private_reply_and_its_events_rest_sealed()
    {
        const string Canary = "CANARY-salary-98765";
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);
        var question = await stage.SayAsync(alice, thread, "average salary");

        await stage.Get<EventLog>().AppendAsync(
            thread, [ThreadEvent.Token(question.Turn!.Value, alice.Id, $$"""{"text":"{{Canary}}"}""", [new(alice.Id.Value, "", [new("company", Canary, [Canary], [])])]), ThreadEvent.Step(question.Turn!.Value, alice.Id, $$"""{"tool":"{{Canary}}"}""")], default);
        var answer = await stage.AnswerAsync(question, Canary, isPrivate: true);

        Assert.DoesNotContain(Canary, await EverythingAsync(stage.Get<Storage.Tables>()), StringComparison.Ordinal);
        var seen = Assert.IsType<VisibleMessage.Open>(await stage.Get<AnswerVisibility>().OfAsync(await stage.AuthorityAsync(alice), answer, default));
        Assert.Equal(Canary, seen.Reply.Text);
        Assert.IsType<VisibleMessage.Locked>(await stage.Get<AnswerVisibility>().OfAsync(await stage.AuthorityAsync(bob), answer, default));
    }

    [Fact]
    public async Task A_sealed_reply_moved_to_another_row_does_not_open()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        var thread = await stage.ThreadAsync(alice);
        var question = await stage.SayAsync(alice, thread, "average salary");
        var answer = await stage.AnswerAsync(question, "secret", isPrivate: true);

        var moved = new ThreadMessage.Answer(new(thread, 99), alice, answer.At, answer.Turn, run: null, isPrivate: true, [], answer.Body);

        Assert.IsType<VisibleMessage.Locked>(await stage.Get<AnswerVisibility>().OfAsync(await stage.AuthorityAsync(alice), moved, default));
    }

    [Fact]
    public async Task A_turn_whose_message_was_lost_answers_nobody_and_shares_its_id_with_no_later_one()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        var thread = await stage.ThreadAsync(alice);
        var lost = await stage.SayAsync(alice, thread, "what is in the lost message?", "one");
        await LoseAsync(stage, lost, alice, "one");

        var next = await stage.SayAsync(alice, thread, "what is in the next one?", "two");
        using var asked = await stage.SendAsync(alice, HttpMethod.Get, $"/api/turns/{lost.Turn}");

        Assert.Equal(lost.Id, next.Id);
        Assert.NotEqual(lost.Turn, next.Turn);
        Assert.Equal(HttpStatusCode.NotFound, asked.StatusCode);
        await Assert.ThrowsAsync<InvalidOperationException>(() => stage.AnswerAsync(lost, "what the lost message asked for", isPrivate: true));
        Assert.Null(await stage.Get<MessageStore>().FindReplyAsync(lost.Turn!.Value, default));
        Assert.Equal(next.Turn, (await stage.AnswerAsync(next, "what this one asked for", isPrivate: true)).Turn);
    }

    /// <summary>As a store that stopped a moment too early comes back: the last message is gone, its number is free.</summary>
    private static async Task LoseAsync(Stage stage, ThreadMessage.Typed last, Subject speaker, string clientId)
    {
        var threads = stage.Get<Storage.Tables>().Threads;
        Assert.True(ClientId.TryParse(clientId, out var sent));
        await threads.DeleteEntityAsync(last.Id.Thread.Value, ThreadKeys.Message(last.Id.Seq));
        await threads.DeleteEntityAsync(last.Id.Thread.Value, ThreadKeys.Sent(speaker.Id, sent));
        await threads.UpdateEntityAsync(new TableEntity(last.Id.Thread.Value, ThreadKeys.Head) { ["LastSeq"] = last.Id.Seq - 1 }, Azure.ETag.All, TableUpdateMode.Merge);
    }

    private static async Task FillAsync(TableClient threads, ThreadId thread, Subject speaker, int count)
    {
        Assert.True(MessageText.TryParse("hello", out var text));
        var rows = Enumerable.Range(1, count).Select(seq =>
            new TableTransactionAction(TableTransactionActionType.Add, MessageRows.Typed(new(thread, seq), speaker, DateTimeOffset.UtcNow, text, nonce: null)));
        foreach (var batch in rows.Chunk(100))
            await threads.SubmitTransactionAsync(batch);
        await threads.UpsertEntityAsync(new TableEntity(thread.Value, ThreadKeys.Head) { ["LastSeq"] = (long)count });
    }

    private static async Task<string> EverythingAsync(Storage.Tables tables)
    {
        var all = new StringBuilder();
        foreach (var table in new[] { tables.Threads, tables.Events, tables.Inbox, tables.People })
        {
            await foreach (var row in table.QueryAsync<TableEntity>((string?)null))
            {
                foreach (var (name, value) in row)
                    all.Append(name).Append('=').Append(value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : value is BinaryData data ? Encoding.Latin1.GetString(data) : value).Append(' ');
            }
        }

        return all.ToString();
    }
}
