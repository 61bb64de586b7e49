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
    /// <summary>Arguments that are not JSON come out as <see cref="JsonValueKind.Undefined"/> and are refused later.</summary>
    public JsonElement Parse()
    {
        try
        {
            return JsonDocument.Parse(Arguments.Length == 0 ? "{}" : Arguments, new() { MaxDepth = 32 }).RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
