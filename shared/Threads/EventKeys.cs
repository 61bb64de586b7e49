using System.Globalization;
using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>Row keys within a thread's partition of the table <c>events</c>: event numbers, the head, and one mark per announced message.</summary>
internal static class EventKeys
{
    public const string Head = "head";

    public const string AfterEvents = ":";

    public static string Event(long seq) => seq.ToString("D12", CultureInfo.InvariantCulture);

    public static string Announced(MessageId message) => string.Create(CultureInfo.InvariantCulture, $"m-{message.Seq:D10}");

    public static long Seq(string rowKey) => long.Parse(rowKey, NumberStyles.None, CultureInfo.InvariantCulture);
}
