using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Onbehalf.Ids;

namespace Onbehalf.Search;

/// <summary>
/// The sort key of a message across all threads, the newest first. Its time comes from typed messages. An answer uses the time of the message before
/// it, because its own time would reveal the duration of its turn.
/// </summary>
public readonly record struct MessagePlace(DateTimeOffset At, MessageId Id)
{
    public string Value => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}.{Id}");

    /// <summary>Compares two places; negative if this one is newer.</summary>
    public int Against(MessagePlace other)
    {
        var byTime = other.At.CompareTo(At);
        if (byTime != 0)
            return byTime;
        var byThread = string.CompareOrdinal(Id.Thread.Value, other.Id.Thread.Value);
        return byThread != 0 ? byThread : other.Id.Seq.CompareTo(Id.Seq);
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out MessagePlace place)
    {
        var cut = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        var valid = long.TryParse(cut > 0 ? text.AsSpan(0, cut) : "", NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            & MessageId.TryParse(cut > 0 ? text![(cut + 1)..] : null, out var id)
            && ticks <= DateTimeOffset.MaxValue.UtcTicks;
        place = valid ? new(new(ticks, TimeSpan.Zero), id) : default;
        return valid;
    }
}
