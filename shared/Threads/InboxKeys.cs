using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>
/// Row keys within a person's partition of the table <c>inbox</c>: threads <c>t…</c>, rooms <c>r…</c>, running turns <c>u-…</c>, inbox items
/// <c>i-…</c>, browser registrations <c>p-…</c>.
/// </summary>
internal static class InboxKeys
{
    public const string FirstRoom = "r";

    public const string AfterRooms = "s";

    public const string FirstThread = "t";

    public const string AfterThreads = "u";

    public const string FirstTurn = "u-";

    public const string AfterTurns = "u.";

    public const string FirstItem = "i-";

    public const string AfterItems = "i.";

    public static string Partition(SubjectId subject) => subject.Value;

    public static string Turn(TurnId turn) => FirstTurn + turn.Value;

    public static string Item(string id) => FirstItem + id;
}
