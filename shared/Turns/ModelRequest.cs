using System.Collections.Immutable;

namespace Onbehalf.Turns;

/// <summary>One request to the model, assembled for one speaker.</summary>
internal sealed record ModelRequest(ImmutableArray<ModelMessage> Messages, ImmutableArray<ModelTool> Tools);

internal sealed record ModelTool(string Name, string Description, BinaryData Parameters);

/// <summary>One message of a request, by its role.</summary>
internal abstract record ModelMessage
{
    private ModelMessage()
    {
    }

    internal sealed record Instructions(string Text) : ModelMessage;

    internal sealed record Person(string Text) : ModelMessage;

    internal sealed record Agent(string Text) : ModelMessage;

    /// <summary>Calls that the model requested; <paramref name="PassBack"/> is a JSON object with further members of its message.</summary>
    internal sealed record Calls(string Text, ImmutableArray<RequestedCall> Requested, string? PassBack) : ModelMessage;

    internal sealed record Result(string ModelCallId, string Text) : ModelMessage;
}
