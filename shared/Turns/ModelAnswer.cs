using System.Collections.Immutable;
using System.Text.Json;

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
