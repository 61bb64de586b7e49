using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Turns;

/// <summary>
/// Streams a model's text to its speaker. Each piece is a write, so the interval grows with the answer, from a quarter to three quarters of a
/// second. Each piece has its offset, so a repeated model call overwrites text instead of duplicating it. The last piece is not sent, because the
/// reply follows at once. Each piece carries the evidence of the model's input, so that it is shown only while the speaker has those rights.
/// </summary>
internal sealed class TokenStream(
    EventLog log, TurnCache memory, Pulses pulses, TurnState turn, int modelCall, ImmutableArray<EvidencePiece> evidence, TimeProvider time)
{
    private const int PiecesBeforeGrowth = 10;

    /// <summary>In milliseconds.</summary>
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
        var said = ThreadEvent.Token(turn.Id, turn.Speaker.Id, JsonSerializer.Serialize(piece, TurnJson.Options), evidence);
        await log.AppendAsync(turn.Thread, [said], cancellation);
        memory.TellStreams(turn, pulses);
    }

    private static TimeSpan Piece(TimeSpan spoken) => TimeSpan.FromMilliseconds(Math.Clamp(spoken.TotalMilliseconds / PiecesBeforeGrowth, Shortest, Longest));
}

/// <summary>A piece of a model's text, in the format of the event stream.</summary>
internal sealed record WireToken(string TurnId, int ModelCall, int Offset, string Text);
