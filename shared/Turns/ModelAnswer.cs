using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Evidence;

namespace Onbehalf.Turns;

/// <summary>The result of one model call.</summary>
internal abstract record ModelAnswer
{
    private ModelAnswer()
    {
    }

    public sealed record Said(string Text, ImmutableArray<RequestedCall> Calls) : ModelAnswer
    {
        /// <summary>A JSON object of members that the provider requires with the results of the calls, such as <c>reasoning_content</c>.</summary>
        public string? PassBack { get; init; }
    }

    /// <summary>
    /// A failed call. <paramref name="Code"/> is a stable slug: <c>model-unavailable</c>, <c>model-busy</c>, <c>model-too-slow</c>,
    /// <c>model-garbled</c>, <c>model-filtered</c> or <c>model-refused</c>. <see cref="EndingSentences"/> has the sentence for people.
    /// </summary>
    public sealed record Failed(string Code) : ModelAnswer
    {
        /// <summary>The HTTP status, the provider's code and the path of the wrong field, for operators. It never contains text.</summary>
        public string Cause { get; init; } = "";

        /// <summary>The HTTP status; 0 for a failure without one.</summary>
        public int Status { get; init; }
    }
}

/// <summary>
/// A call that the model requested. All parts are untrusted. <paramref name="ModelCallId"/> only pairs the result with the request.
/// </summary>
public sealed record RequestedCall(string ModelCallId, string Tool, string Arguments)
{
    /// <summary>A JSON object of further members of the call, such as a thought signature. It is returned to the model uninterpreted.</summary>
    public string? PassBack { get; init; }

    /// <summary>
    /// Parses the arguments. Returns <see cref="JsonValueKind.Undefined"/>, which is refused later, if they are malformed JSON or contain a lone
    /// surrogate. The same applies to a duplicate property, which could name two sources of two zones.
    /// </summary>
    public JsonElement Parse()
    {
        try
        {
            var arguments = JsonDocument
                .Parse(Arguments.Length == 0 ? "{}" : Arguments, new() { MaxDepth = 32, AllowDuplicateProperties = false })
                .RootElement.Clone();
            return Arguments.Contains("\\u", StringComparison.Ordinal) && !IsReadable(arguments) ? default : arguments;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return default;
        }
    }

    /// <summary>Returns false for an escaped lone surrogate: valid JSON, but not text.</summary>
    private static bool IsReadable(JsonElement arguments)
    {
        try
        {
            JsonSerializer.Deserialize<object>(arguments.GetRawText());
            return JsonSerializer.Serialize(arguments).Length > 0;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>A model request, assembled for one speaker.</summary>
internal sealed record ModelRequest(ImmutableArray<ModelMessage> Messages, ImmutableArray<ModelTool> Tools)
{
    private const string Unseen = "\n[You cannot see this image.]";

    public bool HasImages => Messages.Any(static message => message is ModelMessage.Person { Image: not null });

    public ModelRequest WithoutImages() =>
        this with
        {
            Messages =
            [
                .. Messages.Select(static message =>
                    message is ModelMessage.Person { Image: not null } person ? new ModelMessage.Person(person.Text + Unseen) : message),
            ],
        };
}

/// <summary>An image as a part of a message.</summary>
public sealed record ModelImage(string MediaType, ReadOnlyMemory<byte> Content)
{
    public override string ToString() => $"ModelImage({MediaType})";
}

internal sealed record ModelTool(string Name, string Description, BinaryData Parameters);

/// <summary>A message of a request. The type determines its role.</summary>
internal abstract record ModelMessage
{
    private ModelMessage()
    {
    }

    internal sealed record Instructions(string Text) : ModelMessage;

    internal sealed record Person(string Text) : ModelMessage
    {
        public ModelImage? Image { get; init; }
    }

    internal sealed record Agent(string Text) : ModelMessage;

    /// <summary>Calls that the model requested. <paramref name="PassBack"/> is a JSON object with further members of its message.</summary>
    internal sealed record Calls(string Text, ImmutableArray<RequestedCall> Requested, string? PassBack) : ModelMessage;

    internal sealed record Result(string ModelCallId, string Text) : ModelMessage;
}

/// <summary>
/// A model's answer in the working set, with the evidence and text authors of its request. The evidence covers private context and results of the
/// turn's earlier calls. <paramref name="Grant"/> is the version of the speaker's permissions at the time of the request.
/// </summary>
internal sealed record StoredAnswer(
    string Text, ImmutableArray<RequestedCall> Calls, string Grant, ImmutableArray<EvidencePiece> Evidence, ImmutableArray<TextAuthor> TextAuthors)
{
    /// <summary>
    /// The speaker's data in the offered tool list. It is part of every request, so it is evidence of the reply. It does not cause a call to be
    /// blocked.
    /// </summary>
    public ImmutableArray<Touched>? Offered { get; init; }

    /// <summary>See <see cref="ModelAnswer.Said.PassBack"/>.</summary>
    public string? PassBack { get; init; }

    public static string Key(int modelCall) => $"model-{modelCall}";
}
