using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Tools;

namespace Onbehalf.Agent;

/// <summary>
/// What a thread says to one speaker: only what that person may see. <paramref name="Evidence"/> is what the private part of it rests on,
/// and with it whatever is derived from it. <paramref name="CommonSchema"/> describes the data that every member may see.
/// </summary>
public sealed record Conversation(ImmutableArray<ConversationLine> Lines, ImmutableArray<EvidencePiece> Evidence, ImmutableArray<TextAuthor> TextAuthors, string CommonSchema);

public sealed record ConversationLine(LineSource Source, string Author, string Text);

public enum LineSource
{
    Speaker,
    OtherPerson,
    Agent,
}
