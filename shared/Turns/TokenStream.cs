using System.Text;
using System.Text.Json;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Turns;

/// <summary>
/// Carries a model's words to its speaker as they come, in pieces of a quarter of a second. Each piece says where it begins, so a
/// repeated model call overwrites instead of doubling. The last piece is not sent: the reply itself follows at once.
/// </summary>
internal sealed class TokenStream(EventLog log, TurnState turn, int modelCall, TimeProvider time)
{
    private static readonly TimeSpan Piece = TimeSpan.FromMilliseconds(250);

    private readonly StringBuilder _waiting = new();
    private int _sent;
    private long _since = time.GetTimestamp();

    public async ValueTask WriteAsync(string text, CancellationToken cancellation)
    {
        _waiting.Append(text);
        if (time.GetElapsedTime(_since) < Piece)
            return;
        var piece = new WireToken(turn.Id.Value, modelCall, _sent, _waiting.ToString());
        _sent += _waiting.Length;
        _waiting.Clear();
        _since = time.GetTimestamp();
        await log.AppendAsync(turn.Thread, [ThreadEvent.Token(turn.Id, turn.Speaker.Id, JsonSerializer.Serialize(piece, TurnJson.Options))], cancellation);
    }
}

/// <summary>A piece of a model's words as the event stream says it.</summary>
internal sealed record WireToken(string TurnId, int ModelCall, int Offset, string Text);
