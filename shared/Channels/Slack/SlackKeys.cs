using System.Globalization;
using Onbehalf.Ids;

namespace Onbehalf.Channels.Slack;

/// <summary>Row keys of table <c>slack</c>. Partitions are the installation, a thread, or the hash of a link's state.</summary>
internal static class SlackKeys
{
    public const string FirstUser = "u-";
    public const string AfterUsers = "u.";
    public const string FirstHeard = "m-";
    public const string AfterHeard = "m.";
    public const string FirstDelivery = "e-";
    public const string AfterDeliveries = "e.";

    public const string FirstShare = "h-";
    public const string AfterShares = "h.";

    public const string FirstUntold = "w-";
    public const string AfterUntold = "w.";

    public const string FirstAsk = "q-";
    public const string AfterAsks = "q.";

    /// <summary>Prefix of the partitions of link states.</summary>
    public const string FirstState = "link-";
    public const string AfterStates = "link.";

    /// <summary>The row of a link state.</summary>
    public const string State = "state";

    /// <summary>In a thread's partition: its place in Slack.</summary>
    public const string Place = "place";

    /// <summary>In a thread's partition: the person who was answered last.</summary>
    public const string Last = "last";

    /// <summary>In a thread's partition: the messages that are in Slack.</summary>
    public const string FirstSaid = "said-";
    public const string AfterSaid = "said.";

    public static string Said(MessageId message) => string.Create(CultureInfo.InvariantCulture, $"{FirstSaid}{message.Seq}");

    public static string User(SlackUserId user) => FirstUser + user.Value;

    public static string Subject(SubjectId subject) => $"s-{subject}";

    public static string Heard(SlackChannelId channel, SlackTs ts) => $"{FirstHeard}{channel}-{ts}";

    public static string Delivery(string eventId) => FirstDelivery + eventId;

    public static string Share(MessageId answer) => FirstShare + answer.Value;

    public static MessageId Shared(string row) => MessageId.Parse(row[FirstShare.Length..]);

    public static string Ask(TurnId turn, string post) => FirstAskOf(turn) + post;

    public static string FirstAskOf(TurnId turn) => $"{FirstAsk}{turn}-";

    public static string AfterAsksOf(TurnId turn) => $"{FirstAsk}{turn}.";

    public static string FirstOf(SlackChannelId channel) => $"c-{channel}-";

    public static string AfterOf(SlackChannelId channel) => $"c-{channel}.";

    public static string Of(SlackChannelId channel, ThreadId thread) => FirstOf(channel) + thread.Value;
}
