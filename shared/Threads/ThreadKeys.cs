using System.Globalization;
using System.Text;
using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>Row keys within a thread's or room's partition of the table <c>threads</c>.</summary>
internal static class ThreadKeys
{
    public const string Head = "head";

    public const string FirstMember = "r-";

    public const string AfterMembers = "r.";

    public const string FirstThread = "t-";

    public const string AfterThreads = "t.";

    public const string FirstShare = "s-";

    public const string AfterShares = "s.";

    /// <summary>The row that exists once a message of the thread was changed. It is read together with the members.</summary>
    public const string Changed = "q-changed";

    public static string Message(long seq) => string.Create(CultureInfo.InvariantCulture, $"m-{seq:D10}");

    /// <summary>The key of the changes of the message with this number.</summary>
    public static string Change(long seq) => string.Create(CultureInfo.InvariantCulture, $"v-{seq:D10}");

    /// <summary>The key of this person's reaction with this emoji to the message with this number.</summary>
    public static string OwnReaction(SubjectId person, long seq, Emoji emoji) =>
        $"{OwnReactions(person, seq)}-{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(emoji.Value))}";

    public static string OwnReactions(SubjectId person, long seq) => string.Create(CultureInfo.InvariantCulture, $"y-{person.Value}-{seq:D10}");

    /// <summary>The key of the share of the reply with this number.</summary>
    public static string Share(long seq) => string.Create(CultureInfo.InvariantCulture, $"{FirstShare}{seq:D10}");

    /// <summary>The key of the pointer to the turn's reply: one per turn.</summary>
    public static string Reply(TurnId turn) => string.Create(CultureInfo.InvariantCulture, $"a-{turn.Seq:D10}{(turn.Nonce is { } nonce ? $"-{nonce}" : "")}");

    /// <summary>The key of a further evidence row of the reply to message <paramref name="asking"/>.</summary>
    public static string Evidence(long asking, ReadOnlySpan<byte> hash, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"e-{asking:D10}-{Convert.ToHexStringLower(hash)}-{index:D6}");

    public static string Member(SubjectId subject) => FirstMember + subject.Value;

    public static string Sent(SubjectId speaker, ClientId clientId) => $"c-{speaker.Value}-{clientId.Digest}";

    /// <summary>The key of a thread in its room's list.</summary>
    public static string Thread(ThreadId thread) => FirstThread + thread.Value;

    public static long MessageSeq(string rowKey) => long.Parse(rowKey.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture);

    public static SubjectId MemberSubject(string rowKey) => SubjectId.Parse(rowKey[2..]);

    public static ThreadId RoomThread(string rowKey) => ThreadId.Parse(rowKey[2..]);
}
