using System.Collections.Immutable;
using System.Text.Json;

namespace Onbehalf.Turns;

/// <summary>What one model call came to.</summary>
public abstract record ModelAnswer
{
    private ModelAnswer()
    {
    }

    public sealed record Said(string Text, ImmutableArray<RequestedCall> Calls) : ModelAnswer
    {
        /// <summary>JSON object of members that the provider needs back with the results of the calls, such as <c>reasoning_content</c>.</summary>
        public string? PassBack { get; init; }
    }

    /// <summary>
    /// <paramref name="Code"/> is a stable slug: <c>model-unavailable</c>, <c>model-busy</c>, <c>model-too-slow</c>, <c>model-garbled</c>,
    /// <c>model-filtered</c>, <c>model-refused</c>; <see cref="EndingSentences"/> has its sentence for people.
    /// </summary>
    public sealed record Failed(string Code) : ModelAnswer
    {
        /// <summary>HTTP status, provider code and path of the field at fault, for operators: never text.</summary>
        public string Cause { get; init; } = "";

        /// <summary>HTTP status; 0 where the failure has none.</summary>
        public int Status { get; init; }
    }
}

/// <summary>A call as the model asked for it; every part is untrusted. <paramref name="ModelCallId"/> only pairs the result with the request.</summary>
public sealed record RequestedCall(string ModelCallId, string Tool, string Arguments)
{
    /// <summary>JSON object of further members of the call, such as a thought signature; goes back to the model unread.</summary>
    public string? PassBack { get; init; }

    /// <summary>
    /// <see cref="JsonValueKind.Undefined"/>, which is refused later, for arguments that are not JSON, that have a property twice (two sources of two
    /// zones), or that contain a lone surrogate.
    /// </summary>
    public JsonElement Parse()
    {
        try
        {
            var arguments = JsonDocument.Parse(Arguments.Length == 0 ? "{}" : Arguments, new() { MaxDepth = 32, AllowDuplicateProperties = false }).RootElement.Clone();
            return Arguments.Contains("\\u", StringComparison.Ordinal) && !IsReadable(arguments) ? default : arguments;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return default;
        }
    }

    /// <summary>False for an escaped lone surrogate: valid JSON, but not text.</summary>
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
