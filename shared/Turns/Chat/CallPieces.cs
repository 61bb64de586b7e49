using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Onbehalf.Turns.Chat;

/// <summary>
/// Assembles streamed tool calls. Neither <c>index</c> nor <c>id</c> alone identifies the call of a piece. Servers send one index for all calls,
/// one id for all, a new id with each piece, or none.
/// </summary>
internal sealed class CallPieces(IReadOnlySet<string> offered)
{
    private const int MaxCalls = 64;
    private const int MaxArgumentCharacters = 64 * 1024;
    private const int MaxIdCharacters = 16 * 1024;
    private const int MaxNameCharacters = 128;

    /// <summary>The limit for names, arguments and members to pass back, of all calls together.</summary>
    private const int MaxCharacters = 2 * 1024 * 1024;

    private readonly List<PartialCall> _calls = [];
    private int _delta;

    public bool IsEmpty => _calls.Count == 0;

    public bool IsTooMuch =>
        _calls.Count > MaxCalls
        || _calls.Any(static call => call.Arguments.Length > MaxArgumentCharacters)
        || _calls.Sum(static call => call.Size) > MaxCharacters;

    /// <summary>Adds the <c>tool_calls</c> of one delta.</summary>
    public void Take(JsonElement calls)
    {
        _delta++;
        if (calls.ValueKind is JsonValueKind.Array)
        {
            foreach (var call in calls.EnumerateArray().Where(static call => call.ValueKind is JsonValueKind.Object))
                TakeOne(call);
        }
        else if (calls.ValueKind is JsonValueKind.Object)
        {
            TakeOne(calls);
        }
    }

    /// <param name="used">The ids of the turn's earlier calls. Servers refuse a request with a duplicate id.</param>
    public ImmutableArray<RequestedCall> Whole(IEnumerable<string> used)
    {
        var ids = used.ToHashSet(StringComparer.Ordinal);
        var calls = _calls.Where(static call => call.Name.Length > 0 || call.Arguments.Length > 0).ToArray();
        if (calls.All(static call => call.Index is not null) && calls.DistinctBy(static call => call.Index).Count() == calls.Length)
            calls = [.. calls.OrderBy(static call => call.Index)];
        return
        [
            .. calls.Select(call => new RequestedCall(Unique(call.Id, ids), NameOf(call.Name), ArgumentText.Of(call.Arguments.ToString()))
            {
                PassBack = call.PassBack.ToText(null),
            }),
        ];
    }

    /// <summary>Returns a unique id. A generated id has nine letters and digits, the only form that every provider accepts.</summary>
    private static string Unique(string given, HashSet<string> ids)
    {
        if (given.Length is > 0 and <= MaxIdCharacters && ids.Add(given))
            return given;
        var number = ids.Count;
        string made;
        do
            made = string.Create(CultureInfo.InvariantCulture, $"call{number++:00000}");
        while (!ids.Add(made));
        return made;
    }

    /// <summary>Returns the tool's name without the spaces, namespace, counter or special tokens that some models add.</summary>
    private string NameOf(string sent)
    {
        var name = sent.Trim().Trim('"', '`');
        if (name.IndexOf("<|", StringComparison.Ordinal) is > 0 and var token)
            name = name[..token].Trim();
        if (!offered.Contains(name))
        {
            var last = name[(name.LastIndexOf('.') + 1)..].Split(':')[0];
            name = offered.Contains(last) ? last : name;
        }

        return name.Length is > 0 and <= MaxNameCharacters ? name : "unnamed";
    }

    private void TakeOne(JsonElement sent)
    {
        var piece = new Piece(sent);
        if (Find(piece) is not { } call)
            _calls.Add(call = new(piece.Index));
        call.Take(piece, _delta);
    }

    private PartialCall? Find(Piece piece)
    {
        var sameId = piece.Id.Length > 0 ? _calls.FindLast(call => call.Id == piece.Id) : null;
        var candidate = sameId is not null && (piece.Name.Length == 0 || piece.Index is null || sameId.Index == piece.Index) ? sameId
            : piece.Index is { } index && (_calls.Exists(call => call.Index == index) || piece.Name.Length > 0 || piece.Id.Length > 0)
                ? _calls.FindLast(call => call.Index == index)
            : _calls.LastOrDefault();
        return candidate is not null && Continues(candidate, piece) ? candidate : null;
    }

    private bool Continues(PartialCall call, Piece piece)
    {
        var isOtherId = call.Id.Length > 0 && piece.Id.Length > 0 && call.Id != piece.Id;
        if (piece.Name.Length == 0)
            return !isOtherId || !ArgumentText.IsObject(call.Arguments.ToString());
        if (call.Name.Length == 0)
            return true;
        if (call.Delta == _delta)
            return false;
        if (isOtherId)
            return piece.Name == call.Name && call.Arguments.Length > 0 && !ArgumentText.IsObject(call.Arguments.ToString());
        if (piece.Name == call.Name)
            return piece.Id.Length > 0 || piece.Arguments.Length == 0 || !ArgumentText.IsObject(call.Arguments.ToString());
        return call.Arguments.Length == 0 && IsSplit(call.Name, piece.Name);
    }

    /// <summary>Returns true if <paramref name="more"/> continues or repeats the name, and is not a second call without arguments.</summary>
    private bool IsSplit(string name, string more) =>
        offered.Any(tool => tool.StartsWith((name + more).Trim(), StringComparison.Ordinal))
        || (more.StartsWith(name, StringComparison.Ordinal) && !offered.Contains(name))
        || !offered.Contains(more.Trim());

    /// <summary>An element of a delta's <c>tool_calls</c>.</summary>
    private sealed class Piece(JsonElement sent)
    {
        private readonly JsonElement _function = sent.Member("function") is { ValueKind: JsonValueKind.Object } function ? function : sent;

        public JsonElement Sent => sent;

        public int? Index { get; } = sent.MemberNumber("index");

        public string Id { get; } = sent.MemberText("id");

        public string Name => _function.MemberText("name");

        public string Arguments => (_function.Member("arguments") ?? _function.Member("parameters")) switch
        {
            { ValueKind: JsonValueKind.String } text => text.ReadText(),
            { } value => value.GetRawText(),
            null => "",
        };
    }

    private sealed class PartialCall(int? index)
    {
        public int? Index => index;

        public string Id { get; private set; } = "";

        public string Name { get; private set; } = "";

        /// <summary>The number of the last delta with a piece of this call.</summary>
        public int Delta { get; private set; }

        public StringBuilder Arguments { get; } = new();

        public PassBack PassBack { get; } = new();

        public int Size => Name.Length + Arguments.Length + PassBack.Size;

        public void Take(Piece piece, int delta)
        {
            Delta = delta;
            Id = Id.Length > 0 ? Id : piece.Id;
            if (piece.Name != Name)
                Name = piece.Name.StartsWith(Name, StringComparison.Ordinal) ? piece.Name : Name + piece.Name;
            Arguments.Append(piece.Arguments);
            PassBack.TakeOfCall(piece.Sent);
        }
    }
}
