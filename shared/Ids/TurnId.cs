using System.Diagnostics.CodeAnalysis;

namespace Onbehalf.Ids;

/// <summary>
/// <c>{threadId}-t{seq of the asking message}-{nonce}</c>: also the orchestration's instance id, so asking twice starts one turn. A store that
/// lost its last writes gives the numbers of the lost messages again; the nonce keeps the turns apart, their audit records and their replies.
/// Turns from before there was one have none.
/// </summary>
public readonly record struct TurnId
{
    private const char Prefix = 't';

    private readonly string? _nonce;

    /// <param name="nonce">Of <see cref="NewNonce"/>, kept with the asking message; null for a turn from before messages had one.</param>
    public TurnId(MessageId asking, string? nonce)
        : this(asking.Thread, asking.Seq, nonce)
    {
        if (nonce is not null && !RandomName.IsValid(nonce, Prefix))
            throw new ArgumentException("Not the nonce of a turn.", nameof(nonce));
    }

    private TurnId(ThreadId thread, long seq, string? nonce)
    {
        Thread = thread;
        Seq = Numbered.Checked(seq, least: 1);
        _nonce = nonce;
    }

    public ThreadId Thread { get; }

    public long Seq { get; }

    /// <summary><c>t</c> and 20 random base32 characters, or null.</summary>
    public string? Nonce => _nonce;

    /// <summary>The message this turn answers.</summary>
    public MessageId Asking => new(Thread, Seq);

    public string Value => _nonce is null ? Numbered.Write(Thread.Value, 't', Seq) : $"{Numbered.Write(Thread.Value, 't', Seq)}-{_nonce}";

    public static string NewNonce() => RandomName.New(Prefix);

    public static bool TryParse([NotNullWhen(true)] string? text, out TurnId id)
    {
        var cut = text?.LastIndexOf('-') ?? -1;
        return cut > 0 && RandomName.IsValid(text![(cut + 1)..], Prefix)
            ? TryParse(text[..cut], text[(cut + 1)..], out id)
            : TryParse(text, nonce: null, out id);
    }

    public static TurnId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a turn id.");

    public override string ToString() => Value;

    private static bool TryParse(string? numbered, string? nonce, out TurnId id)
    {
        var valid = Numbered.TryRead(numbered, 't', least: 1, out var outer, out var seq) & ThreadId.TryParse(outer, out var thread);
        id = valid ? new(thread, seq, nonce) : default;
        return valid;
    }
}
