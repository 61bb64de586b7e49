using System.Globalization;
using Onbehalf.Functions.Edge;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>Which numbers a page of messages has and where the next one goes on: <c>a{seq}</c> ascending from, <c>d{seq}</c> going back up to.</summary>
internal sealed record MessagePage(MessageRange Range, string? Next)
{
    /// <summary>Null when the question does not make sense.</summary>
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
            _ => null,
        };
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
        return new(new(from, (int)Math.Max(0, until - from + 1)), from > thread.Me.JoinedSeq ? Token('d', from - 1) : null);
    }

    private static string Token(char direction, long seq) => string.Create(CultureInfo.InvariantCulture, $"{direction}{seq}");
}
