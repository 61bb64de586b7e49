using System.Collections.Immutable;

namespace Onbehalf.Turns;

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
