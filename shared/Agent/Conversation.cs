using System.Collections.Immutable;
using Onbehalf.Tools;

namespace Onbehalf.Agent;

/// <summary>
/// What a thread says to one speaker: only what that person may see. <paramref name="HoldsPrivate"/> is true when any of it is not open
/// to every member, so that what is derived from it is not either.
/// </summary>
public sealed record Conversation(ImmutableArray<ConversationLine> Lines, bool HoldsPrivate, ImmutableArray<TextAuthor> TextAuthors);

public sealed record ConversationLine(LineSource Source, string Author, string Text);

public enum LineSource
{
    Speaker,
    OtherPerson,
    Agent,
}
