using System.Text;

namespace Onbehalf.Turns.Chat;

/// <summary>
/// Separates a model's text from raw model output that the server did not parse: thoughts in tags, calls in tags, special tokens. Text inside a
/// code span (an odd number of backticks before it) is always treated as the model's text.
/// </summary>
internal sealed class SpokenText(IReadOnlySet<string> offered)
{
    private const StringComparison Loose = StringComparison.OrdinalIgnoreCase;

    private static readonly (string Open, string Close)[] Thoughts =
    [
        ("<think>", "</think>"),
        ("<thinking>", "</thinking>"),
        ("<thought>", "</thought>"),
        ("<reasoning>", "</reasoning>"),
        ("<seed:think>", "</seed:think>"),
        ("[THINK]", "[/THINK]"),
        ("◁think▷", "◁/think▷"),
        ("<|START_THINKING|>", "<|END_THINKING|>"),
        ("<|channel|>analysis<|message|>", "<|end|>"),
        ("<|channel|>commentary<|message|>", "<|end|>"),
    ];

    private static readonly string[] Calls =
    [
        "<tool_call>",
        "<tool_calls>",
        "<function_call>",
        "<function_calls>",
        "<function=",
        "<invoke name=",
        "<minimax:tool_call>",
        "[TOOL_CALLS]",
        "<|python_tag|>",
        "<|tool_call|>",
        "<|tool_calls_section_begin|>", "<|tool_call_begin|>", "<｜tool▁calls▁begin｜>", "<｜tool▁call▁begin｜>",
        "<|channel|>commentary to=",
        "<|start|>assistant to=",
        "<TOOLCALL>",
        "<tool_use>",
        "<seed:tool_call>",
        "<start_function_call>",
        "<|tool_call>",
        "<|START_ACTION|>",
        "<|tool_call_start|>",
        "<|python_start|>",
        "<|action_start|>",
        "<|tools_prefix|>", "<｜DSML｜", "<｜｜DSML｜｜", "<|DSML|",
    ];

    private static readonly string[] Tokens =
    [
        "<|start|>assistant",
        "<|channel|>final<|message|>",
        "<|return|>",
        "<|end|>",
        "<|im_start|>assistant",
        "<|im_end|>",
        "<|eot_id|>",
        "<|eom_id|>",
        "<|endoftext|>",
        "<end_of_turn>",
        "<start_of_turn>model",
        "<|start_header_id|>assistant<|end_header_id|>",
        "<|START_RESPONSE|>",
        "<|END_RESPONSE|>",
        "<|START_TEXT|>",
        "<|END_TEXT|>",
        "<|END_OF_TURN_TOKEN|>",
        "<｜end▁of▁sentence｜>",
        "<|end_of_text|>",
    ];

    private static readonly string[] Markers = [.. Thoughts.Select(static tag => tag.Open), .. Thoughts.Select(static tag => tag.Close), .. Calls, .. Tokens];

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _thought = new();
    private string _pending = "";
    private (string Open, string Close)? _thinking;
    private bool _isHeld;
    private bool _isBare;
    private bool _isCode;
    private bool _hadThought;

    /// <summary>The model's text so far.</summary>
    public string Text => _text.ToString();

    public int Length => _text.Length;

    /// <summary>The text from the first marker of a call to the end; empty without one.</summary>
    public string Held { get; private set; } = "";

    /// <summary>True if the held text has no marker of a call. It can then also be an answer in JSON.</summary>
    public bool IsBare => _isBare;

    public bool HadThought => _hadThought;

    /// <summary>The number of buffered characters: a call, or a possible start of a marker.</summary>
    public int Waiting => _pending.Length;

    /// <returns>The text that can be shown now.</returns>
    public string Take(string piece)
    {
        var before = _text.Length;
        _pending += piece;
        Advance(isEnd: false);
        return _text.Length > before ? _text.ToString(before, _text.Length - before) : "";
    }

    public void End()
    {
        Advance(isEnd: true);
        if (_thinking is { } open && _text.ToString().AsSpan().Trim().Length > 0)
            _text.Append(open.Open).Append(_thought).Append(_pending);
        else if (_thinking is null && _isHeld)
            Held = _pending;
        _pending = "";
    }

    /// <summary>Appends the held text to the model's text; it is not a call.</summary>
    public void Release()
    {
        _text.Append(Held);
        Held = "";
    }

    private void Advance(bool isEnd)
    {
        while (_pending.Length > 0 && !_isHeld && (_thinking is { } tag ? Think(tag) : Speak(isEnd)))
        {
        }
    }

    private bool Think((string Open, string Close) tag)
    {
        var end = _pending.IndexOf(tag.Close, Loose);
        if (end < 0)
        {
            var kept = Math.Min(_pending.Length, tag.Close.Length - 1);
            _thought.Append(_pending.AsSpan(0, _pending.Length - kept));
            _pending = _pending[^kept..];
            return false;
        }

        _pending = _pending[(end + tag.Close.Length)..];
        _thinking = null;
        _thought.Clear();
        return true;
    }

    private bool Speak(bool isEnd)
    {
        if (IsAtStart())
        {
            if (_hadThought)
                _pending = _pending.TrimStart();
            var start = _pending.TrimStart();
            if (start.Length > 0 && offered.Count > 0)
            {
                var begins = UnmarkedCall.Begins(start, offered);
                if (begins == true)
                    return Hold(isBare: true);
                if (begins is null && !isEnd)
                    return false;
            }
        }

        var at = _pending.AsSpan().IndexOfAny("<[◁`");
        if (at != 0)
            return Say(at < 0 ? _pending.Length : at);
        if (_pending[0] == '`')
        {
            var begins = !_isCode && offered.Count > 0 && IsAtLineStart() ? UnmarkedCall.BeginsFenced(_pending) : false;
            if (begins == true)
                return Hold(isBare: true);
            if (begins is null && !isEnd)
                return false;
            _isCode = !_isCode;
            return Say(1);
        }

        if (_isCode)
            return Say(1);
        if (!isEnd && Markers.Any(marker => marker.Length > _pending.Length && marker.StartsWith(_pending, Loose)))
            return false;
        if (Markers.Where(marker => _pending.StartsWith(marker, Loose)).MaxBy(static marker => marker.Length) is { } found)
            return Meet(found);
        return Say(1);
    }

    private bool Meet(string marker)
    {
        if (Calls.Contains(marker))
            return Hold(isBare: false);
        _pending = _pending[marker.Length..];
        if (Thoughts.FirstOrDefault(tag => tag.Open == marker) is { Open: not null } opened)
        {
            _thinking = opened;
            if (IsAtStart())
                _text.Clear();
            _hadThought = true;
        }
        else if (Thoughts.Any(tag => tag.Close == marker) && !_hadThought && !Tokens.Contains(marker))
        {
            // The opening tag was in the prompt.
            _text.Clear();
            _hadThought = true;
        }

        return true;
    }

    private bool Hold(bool isBare)
    {
        _isHeld = true;
        _isBare = isBare;
        return false;
    }

    private bool Say(int count)
    {
        _text.Append(_pending.AsSpan(0, count));
        _pending = _pending[count..];
        return _pending.Length > 0;
    }

    private bool IsAtLineStart()
    {
        var at = _text.Length - 1;
        while (at >= 0 && _text[at] is ' ' or '\t')
            at--;
        return at < 0 || _text[at] == '\n';
    }

    private bool IsAtStart()
    {
        if (_text.Length > 64)
            return false;
        for (var at = 0; at < _text.Length; at++)
        {
            if (!char.IsWhiteSpace(_text[at]))
                return false;
        }

        return true;
    }
}
