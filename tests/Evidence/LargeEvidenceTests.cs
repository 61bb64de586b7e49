using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tests.Threads;
using Onbehalf.Threads;
using Onbehalf.Vault;
using Onbehalf.Visibility;

namespace Onbehalf.Tests.Evidence;

/// <summary>Evidence that does not fit one property, or not one row: compared to the last of it, and locked for everybody once any of it is gone.</summary>
public sealed class LargeEvidenceTests
{
    /// <summary>Of about 190 bytes each: some properties of a row, and more than a row.</summary>
    private const int InOneRow = 1_500;
    private const int InSeveralRows = 16_000;

    [Theory]
    [InlineData(1)]
    [InlineData(InOneRow)]
    [InlineData(InSeveralRows)]
    public async Task An_answer_is_open_to_whoever_covers_all_of_its_evidence_and_locked_for_one_who_lacks_the_last_relation(int relations)
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob, carol) = (stage.People.Person("Alice"), stage.People.Person("Bob"), stage.People.Person("Carol"));
        var turn = await AnsweredAsync(stage, alice, relations, bob, carol);
        var source = new Shelf(relations);
        var visibility = new AnswerVisibility(stage.Get<PersonSeal>(), stage.Get<ShareStore>(), new Rights([source]));
        source.Missing[bob.Id] = relations - 1;

        var answer = await ReadAsync(stage, turn);
        Assert.Equal(relations, answer.Evidence.Single().Touched.Length);
        Assert.IsType<VisibleMessage.Open>(await visibility.OfAsync(await stage.AuthorityAsync(alice), answer, default));
        Assert.IsType<VisibleMessage.Locked>(await visibility.OfAsync(await stage.AuthorityAsync(bob), answer, default));
        Assert.IsType<VisibleMessage.Open>(await visibility.OfAsync(await stage.AuthorityAsync(carol), answer, default));

        source.Missing[alice.Id] = relations - 1;
        Assert.IsType<VisibleMessage.Locked>(await visibility.OfAsync(await stage.AuthorityAsync(alice), answer, default));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(InOneRow, 0)]
    [InlineData(InSeveralRows, 1)]
    public async Task Evidence_of_the_usual_size_takes_no_further_request(int relations, int further)
    {
        await using var stage = await Stage.OpenAsync();
        var turn = await AnsweredAsync(stage, stage.People.Person("Alice"), relations);
        var answer = await ReadAsync(stage, turn);
        using var store = Store(stage);

        using var count = new StorageCount();
        await store.FindAsync(answer.Id, default);

        Assert.Equal(1 + further, count.Requests);
    }

    [Theory]
    [InlineData(1, "Evidence", false)]
    [InlineData(InOneRow, "Evidence1", false)]
    [InlineData(InOneRow, "Evidence", true)]
    [InlineData(InSeveralRows, null, false)]
    public async Task An_answer_with_a_lost_or_changed_part_of_its_evidence_is_locked_for_everybody_and_its_thread_stays_readable(int relations, string? property, bool changed)
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var turn = await AnsweredAsync(stage, alice, relations, bob);
        var visibility = new AnswerVisibility(stage.Get<PersonSeal>(), stage.Get<ShareStore>(), new Rights([new Shelf(relations)]));
        var whole = await ReadAsync(stage, turn);
        var shared = (VisibleMessage.Open)await visibility.OfAsync(await stage.AuthorityAsync(alice), whole, default);
        await stage.Get<ShareStore>().AddAsync(new(whole.Id, alice, DateTimeOffset.UtcNow, [bob.Id.Value]), FrozenReply.Of(shared.Reply), default);

        await LoseAsync(stage.Get<Storage.Tables>().Threads, whole.Id, property, changed);

        using var store = Store(stage);
        var member = await stage.Get<ThreadStore>().FindForMemberAsync(alice.Id, whole.Id.Thread, default);
        var found = await store.ListAsync(member!, new(1, 10), default);
        foreach (var viewer in new[] { alice, bob })
        {
            var seen = await visibility.OfAsync(await stage.AuthorityAsync(viewer), found, default);
            Assert.IsType<VisibleMessage.Typed>(seen[0]);
            Assert.IsType<VisibleMessage.Locked>(seen[1]);
        }
    }

    [Theory]
    [InlineData(true, typeof(VisibleMessage.Open))]
    [InlineData(false, typeof(VisibleMessage.Locked))]
    public async Task An_answer_from_before_rows_named_their_evidence_opens_with_it_and_is_locked_without(bool kept, Type expected)
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        var turn = await AnsweredAsync(stage, alice, relations: 1);
        var id = (await ReadAsync(stage, turn)).Id;
        var threads = stage.Get<Storage.Tables>().Threads;
        var row = (await threads.GetEntityAsync<TableEntity>(id.Thread.Value, ThreadKeys.Message(id.Seq))).Value;
        row.Remove("EvidenceHash");
        if (!kept)
            row.Remove("Evidence");
        await threads.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);

        var seen = await new AnswerVisibility(stage.Get<PersonSeal>(), stage.Get<ShareStore>(), new Rights([new Shelf(1)])).OfAsync(await stage.AuthorityAsync(alice), await ReadAsync(stage, turn), default);

        Assert.IsType(expected, seen);
    }

    private static async Task<TurnId> AnsweredAsync(Stage stage, Subject speaker, int relations, params Subject[] others)
    {
        var question = await stage.SayAsync(speaker, await stage.ThreadAsync(speaker, others), "what is there?");
        ImmutableArray<Touched> touched = [.. Enumerable.Range(0, relations).Select(static n => new Touched("shelf", Shelf.Relation(n), [], []))];
        await stage.Get<MessageStore>().AppendReplyAsync(
            question.Turn!.Value,
            new()
            {
                AskedBy = speaker,
                RanAs = speaker,
                Text = new('m', 230_000),
                Status = ReplyStatus.Completed,
                IsPrivate = true,
                At = DateTimeOffset.UtcNow,
                Touched = touched,
                Evidence = [new(speaker.Id.Value, "1", touched)],
            },
            default);
        return question.Turn!.Value;
    }

    /// <summary>As a process reads it that has not seen it before.</summary>
    private static async Task<ThreadMessage.Answer> ReadAsync(Stage stage, TurnId turn)
    {
        using var store = Store(stage);
        return (await store.FindReplyAsync(turn, default))!;
    }

    private static MessageStore Store(Stage stage) => new(stage.Get<Storage.Tables>(), stage.Get<PersonSeal>(), stage.Get<EventLog>(), TimeProvider.System);

    /// <summary>A property of the message's row, or the last of the further rows.</summary>
    private static async Task LoseAsync(TableClient threads, MessageId message, string? property, bool changed)
    {
        var rows = new List<TableEntity>();
        await foreach (var one in threads.QueryAsync<TableEntity>(row => row.PartitionKey == message.Thread.Value))
            rows.Add(one);
        if (property is null)
        {
            await threads.DeleteEntityAsync(rows.Last(static row => row.RowKey.StartsWith("e-", StringComparison.Ordinal)));
            return;
        }

        var answer = rows.Single(row => row.RowKey == ThreadKeys.Message(message.Seq));
        if (changed)
            answer.GetBinary(property)[40] ^= 1;
        else
            answer.Remove(property);
        await threads.UpdateEntityAsync(answer, ETag.All, TableUpdateMode.Replace);
    }

    /// <summary>A source of many relations, of which a person sees all but one.</summary>
    private sealed class Shelf(int relations) : IRights
    {
        public Dictionary<SubjectId, int> Missing { get; } = [];

        public string Source => "shelf";

        public static string Relation(int number) => $"shelf.{new string('r', 48)}_{number:D6}";

        public Task<IHeldRights?> OfAsync(Authority viewer, CancellationToken cancellation)
        {
            var missing = Missing.GetValueOrDefault(viewer.Subject.Id, -1);
            return Task.FromResult<IHeldRights?>(new Held([.. Enumerable.Range(0, relations).Where(number => number != missing).Select(Relation)]));
        }

        private sealed class Held(HashSet<string> relations) : IHeldRights
        {
            public bool Cover(Touched touched, bool isAsker) => relations.Contains(touched.Relation);
        }
    }
}
