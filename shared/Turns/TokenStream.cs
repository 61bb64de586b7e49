using System.Text;
using System.Text.Json;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Turns;

/// <summary>
/// Carries a model's words to its speaker as they come. Each piece is a write, so pieces grow with the answer: from a quarter to three quarters of
/// a second. Each says where it begins, so a repeated model call overwrites instead of doubling. The last is not sent: the reply follows at once.
/// </summary>
internal sealed class TokenStream(EventLog log, TurnCache memory, Pulses pulses, TurnState turn, int modelCall, TimeProvider time)
{
    private const int PiecesBeforeGrowth = 10;

    /// <summary>Milliseconds.</summary>
    private const int Shortest = 250;
    private const int Longest = 750;

    private readonly StringBuilder _waiting = new();
    private int _sent;
    private long _since = time.GetTimestamp();
    private long? _began;

    public async ValueTask WriteAsync(string text, CancellationToken cancellation)
    {
        _waiting.Append(text);
        _began ??= time.GetTimestamp();
        if (time.GetElapsedTime(_since) < Piece(time.GetElapsedTime(_began.Value)))
            return;
        var piece = new WireToken(turn.Id.Value, modelCall, _sent, _waiting.ToString());
        _sent += _waiting.Length;
        _waiting.Clear();
        _since = time.GetTimestamp();
        memory.Of(turn.Id).Write();
        await log.AppendAsync(turn.Thread, [ThreadEvent.Token(turn.Id, turn.Speaker.Id, JsonSerializer.Serialize(piece, TurnJson.Options))], cancellation);
        // Streams at other instances look seldom until they hear of a turn.
        if (piece.Offset == 0)
            pulses.TouchStreams(turn.Thread);
    }

    private static TimeSpan Piece(TimeSpan spoken) => TimeSpan.FromMilliseconds(Math.Clamp(spoken.TotalMilliseconds / PiecesBeforeGrowth, Shortest, Longest));
}

/// <summary>A piece of a model's words as the event stream says it.</summary>
internal sealed record WireToken(string TurnId, int ModelCall, int Offset, string Text);
