using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Tools;

namespace Onbehalf.Agent;

/// <summary>
/// What a thread says to one speaker: only what that person may see. <paramref name="Evidence"/> is what the private part of it rests on,
/// and with it whatever is derived from it. <paramref name="CommonSchema"/> describes the data that every member may see.
/// </summary>
public sealed record Conversation(ImmutableArray<ConversationLine> Lines, ImmutableArray<EvidencePiece> Evidence, ImmutableArray<TextAuthor> TextAuthors, string CommonSchema)
{
    /// <summary>With what somebody from outside said, before everything else: information, and its origin among those whose words were read.</summary>
    public Conversation With(TextAuthor origin, string text)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return this with { Lines = Lines.Insert(0, new(LineSource.OtherPerson, origin.Name, text)), TextAuthors = TextAuthors.Add(origin) };
    }
}

public sealed record ConversationLine(LineSource Source, string Author, string Text);

public enum LineSource
{
    Speaker,
    OtherPerson,
    Agent,
}
