using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>Row keys within a person's partition of the table <c>inbox</c>: threads <c>t…</c>, rooms <c>r…</c>, running turns <c>u-…</c>.</summary>
internal static class InboxKeys
{
    public const string FirstRoom = "r";

    public const string AfterRooms = "s";

    public const string FirstThread = "t";

    public const string AfterThreads = "u";

    public const string FirstTurn = "u-";

    public const string AfterTurns = "u.";

    public static string Partition(SubjectId subject) => subject.Value;

    public static string Turn(TurnId turn) => FirstTurn + turn.Value;
}
