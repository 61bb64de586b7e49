using System.Collections.Immutable;
using System.Text.Json;

namespace Onbehalf.Agent;

/// <summary>What one model call came to.</summary>
public abstract record ModelAnswer
{
    private ModelAnswer()
    {
    }

    public sealed record Said(string Text, ImmutableArray<RequestedCall> Calls) : ModelAnswer;

    /// <summary><paramref name="Code"/> is a stable slug: <c>model-unavailable</c>, <c>model-too-slow</c>, <c>model-garbled</c>, <c>model-refused</c>.</summary>
    public sealed record Failed(string Code, string Sentence) : ModelAnswer;
}

/// <summary>A call as the model asked for it; every part is untrusted. <paramref name="ModelCallId"/> only pairs the result with the request.</summary>
public sealed record RequestedCall(string ModelCallId, string Tool, string Arguments)
{
    /// <summary>Arguments that are not JSON, say one thing twice (two sources of two zones) or hold half of a character come out as <see cref="JsonValueKind.Undefined"/> and are refused later.</summary>
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

    /// <summary>An escape may stand for half of a character, which is valid JSON and no text.</summary>
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
