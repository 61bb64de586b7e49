using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Onbehalf.Ids;

/// <summary><c>t</c> and 20 random base32 characters: names a thread, gives no right to it.</summary>
public readonly record struct ThreadId
{
    private readonly string? _value;

    private ThreadId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty ThreadId names no thread.");

    public static ThreadId New() => new(RandomName.New('t'));

    /// <summary>The thread of a conversation elsewhere, so that it is begun once however many begin it.</summary>
    internal static ThreadId Of(string elsewhere) => new(RandomName.Of('t', elsewhere));

    public static bool TryParse([NotNullWhen(true)] string? text, out ThreadId id)
    {
        var valid = RandomName.IsValid(text, 't');
        id = valid ? new(text!) : default;
        return valid;
    }

    public static ThreadId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a thread id.");

    public override string ToString() => Value;
}

/// <summary><c>{threadId}-m{seq}</c>: a message is found by its id alone.</summary>
public readonly record struct MessageId
{
    public MessageId(ThreadId thread, long seq)
    {
        Thread = thread;
        Seq = Numbered.Checked(seq, least: 1);
    }

    public ThreadId Thread { get; }

    public long Seq { get; }

    public string Value => Numbered.Write(Thread.Value, 'm', Seq);

    public static bool TryParse([NotNullWhen(true)] string? text, out MessageId id)
    {
        var valid = Numbered.TryRead(text, 'm', least: 1, out var outer, out var seq) & ThreadId.TryParse(outer, out var thread);
        id = valid ? new(thread, seq) : default;
        return valid;
    }

    public static MessageId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a message id.");

    public override string ToString() => Value;
}

/// <summary>Reads and writes ids of the form <c>{outer}-{letter}{number}</c>; a number has exactly one spelling, so an id has one too.</summary>
internal static class Numbered
{
    /// <summary>Ten digits: what a table key is padded to.</summary>
    public const long Max = 9_999_999_999;

    public static string Write(string outer, char letter, long number) => string.Create(CultureInfo.InvariantCulture, $"{outer}-{letter}{number}");

    public static bool TryRead(string? text, char letter, long least, out string outer, out long number)
    {
        outer = "";
        number = 0;
        var cut = text?.LastIndexOf('-') ?? -1;
        if (cut < 0 || cut + 2 >= text!.Length || text[cut + 1] != letter)
            return false;
        var digits = text.AsSpan(cut + 2);
        if (digits.Length > 10 || digits.ContainsAnyExceptInRange('0', '9') || (digits.Length > 1 && digits[0] == '0'))
            return false;
        outer = text[..cut];
        number = long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return number >= least;
    }

    public static long Checked(long number, long least) =>
        number >= least && number <= Max ? number : throw new ArgumentOutOfRangeException(nameof(number));
}
