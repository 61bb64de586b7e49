using FsCheck;
using FsCheck.Fluent;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Threads;

public sealed class IdTests
{
    private static readonly ThreadId Thread = ThreadId.New();

    [Fact]
    public void Every_id_reads_back_as_itself() => Prop.ForAll(
        Gen.Choose(1, int.MaxValue).Select(static n => n * 4L).ToArbitrary(),
        Gen.Choose(0, 1000).ToArbitrary(),
        static (seq, index) =>
        {
            var message = new MessageId(ThreadId.New(), seq);
            var turn = new TurnId(message, index % 2 == 0 ? TurnId.NewNonce() : null);
            var block = new BlockId(message, index);
            return ThreadId.Parse(message.Thread.Value) == message.Thread
                && MessageId.Parse(message.Value) == message
                && TurnId.Parse(turn.Value) == turn
                && turn.Asking == message
                && BlockId.Parse(block.Value) == block;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Table_keys_read_back_and_sort_as_their_numbers() => Prop.ForAll(
        Gen.Choose(1, int.MaxValue).ToArbitrary(),
        Gen.Choose(1, int.MaxValue).ToArbitrary(),
        static (one, other) =>
            ThreadKeys.MessageSeq(ThreadKeys.Message(one)) == one
            && EventKeys.Seq(EventKeys.Event(one)) == one
            && Math.Sign(string.CompareOrdinal(ThreadKeys.Message(one), ThreadKeys.Message(other))) == one.CompareTo(other)
            && Math.Sign(string.CompareOrdinal(EventKeys.Event(one), EventKeys.Event(other))) == one.CompareTo(other)).QuickCheckThrowOnFailure();

    [Fact]
    public void Keys_of_people_and_threads_read_back()
    {
        var person = SubjectId.Of("https://issuer.test", null, "alice");

        Assert.Equal(person, ThreadKeys.MemberSubject(ThreadKeys.Member(person)));
        Assert.Equal(Thread, ThreadKeys.RoomThread(ThreadKeys.Thread(Thread)));
    }

    [Fact]
    public void Keys_of_different_kinds_never_fall_into_each_others_range()
    {
        var person = SubjectId.Of("https://issuer.test", null, "alice");
        Assert.True(ClientId.TryParse("x", out var sent));
        string[] others = [ThreadKeys.Head, ThreadKeys.Message(1), ThreadKeys.Reply(new(new(Thread, 1), TurnId.NewNonce())), ThreadKeys.Sent(person, sent), ThreadKeys.Thread(Thread)];

        Assert.DoesNotContain(others, static key => Within(key, ThreadKeys.FirstMember, ThreadKeys.AfterMembers));
        Assert.True(Within(ThreadKeys.Member(person), ThreadKeys.FirstMember, ThreadKeys.AfterMembers));
        Assert.False(Within(InboxKeys.Turn(new(new MessageId(Thread, 1), TurnId.NewNonce())), InboxKeys.FirstThread, InboxKeys.AfterThreads));
        Assert.True(Within(Thread.Value, InboxKeys.FirstThread, InboxKeys.AfterThreads));
        Assert.True(Within(RoomId.New().Value, InboxKeys.FirstRoom, InboxKeys.AfterRooms));
        Assert.True(string.CompareOrdinal(EventKeys.Head, EventKeys.AfterEvents) > 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m1")]
    [InlineData("{t}")]
    [InlineData("{t}-m")]
    [InlineData("{t}-m0")]
    [InlineData("{t}-m01")]
    [InlineData("{t}-m+1")]
    [InlineData("{t}-m 1")]
    [InlineData("{t}-m１")]
    [InlineData("{t}-m99999999999")]
    [InlineData("{t}-t1")]
    [InlineData("{t}-m1-m1")]
    [InlineData("{t}/m1")]
    [InlineData(" {t}-m1")]
    [InlineData("{t}-m1\n")]
    public void An_id_has_exactly_one_spelling(string text) =>
        Assert.False(MessageId.TryParse(text.Replace("{t}", Thread.Value, StringComparison.Ordinal), out _));

    [Theory]
    [InlineData("{t}-m1-tabcdefghijklmnopqrst")]
    [InlineData("{t}-t01-tabcdefghijklmnopqrst")]
    [InlineData("{t}-t1-tabcdefghijklmnopqrs")]
    [InlineData("{t}-t1-tabcdefghijklmnopqrstu")]
    [InlineData("{t}-t1-tabcdefghijklmnopqrs1")]
    [InlineData("{t}-t1-TABCDEFGHIJKLMNOPQRST")]
    [InlineData("{t}-t1-tabcdefghijklmnopqrst-end")]
    [InlineData("{t}-t1-tabcdefghijklmnopqrst-tabcdefghijklmnopqrst")]
    [InlineData("-tabcdefghijklmnopqrst")]
    [InlineData("{t}-t1-tabcdefghijklmnopqrst\n")]
    public void The_nonce_of_a_turn_has_one_spelling_too(string text) =>
        Assert.False(TurnId.TryParse(text.Replace("{t}", Thread.Value, StringComparison.Ordinal), out _));

    private static bool Within(string key, string from, string before) => string.CompareOrdinal(key, from) >= 0 && string.CompareOrdinal(key, before) < 0;
}
