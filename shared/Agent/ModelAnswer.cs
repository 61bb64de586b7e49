using System.Collections.Immutable;

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
public sealed record RequestedCall(string ModelCallId, string Tool, string Arguments);
