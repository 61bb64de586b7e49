using System.Globalization;
using Onbehalf.Functions.Edge;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// The range of a page of messages, and the continuation: <c>a{seq}</c> for ascending from a number, <c>d{seq}</c> for descending from it.
/// </summary>
internal sealed record MessagePage(MessageRange Range, string? Next, bool GoesBack = false)
{
    /// <summary>The size limit of a page, in bytes. A page with long answers has fewer messages.</summary>
    private const int MostBytes = 4 * 1024 * 1024;

    /// <summary>Returns null for an invalid request.</summary>
    public static MessagePage? Of(MemberThread thread, string? from, Page page)
    {
        if (page.Continuation is { } token)
            return token.Length is > 1 and < 12 && long.TryParse(token.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var seq) && seq > 0
                ? token[0] switch { 'a' => Ascending(thread, seq, page.Limit), 'd' => Back(thread, seq, page.Limit), _ => null }
                : null;
        return from switch
        {
            null or "" or "start" => Ascending(thread, thread.Me.JoinedSeq, page.Limit),
            "unread" => Ascending(thread, thread.Me.ReadSeq + 1, page.Limit),
            "end" => Back(thread, thread.Thread.LastSeq, page.Limit),
            _ when MessageId.TryParse(from, out var message) && message.Thread == thread.Thread.Id => Back(thread, message.Seq + (page.Limit / 2), page.Limit),
            _ => null,
        };
    }

    /// <summary>Limits the messages to the size of one page, starting where the reader began, and returns the continuation.</summary>
    public (IReadOnlyList<ThreadMessage> Messages, string? Next) Cut(IReadOnlyList<ThreadMessage> found)
    {
        var (kept, bytes) = (0, 0L);
        while (kept < found.Count && (kept == 0 || bytes + Size(kept) <= MostBytes))
            bytes += Size(kept++);
        return kept == found.Count ? (found, Next)
            : GoesBack ? ([.. found.Skip(found.Count - kept)], Token('d', found[^(kept + 1)].Id.Seq))
            : ([.. found.Take(kept)], Token('a', found[kept].Id.Seq));

        int Size(int index) => found[GoesBack ? found.Count - 1 - index : index].Bytes;
    }

    private static MessagePage Ascending(MemberThread thread, long first, int limit)
    {
        var from = Math.Max(first, thread.Me.JoinedSeq);
        var next = from + limit;
        return new(new(from, limit), next <= thread.Thread.LastSeq ? Token('a', next) : null);
    }

    private static MessagePage Back(MemberThread thread, long last, int limit)
    {
        var until = Math.Min(last, thread.Thread.LastSeq);
        var from = Math.Max(thread.Me.JoinedSeq, until - limit + 1);
        return new(new(from, (int)Math.Max(0, until - from + 1)), from > thread.Me.JoinedSeq ? Token('d', from - 1) : null, GoesBack: true);
    }

    private static string Token(char direction, long seq) => string.Create(CultureInfo.InvariantCulture, $"{direction}{seq}");
}
