using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Turns;

/// <summary>
/// What a thread says to one speaker: only what that person may see. <paramref name="Evidence"/> is what the private part of it rests on,
/// and with it whatever is derived from it. <paramref name="CommonSchema"/> describes the data that every member may see.
/// </summary>
public sealed record Conversation(ImmutableArray<ConversationLine> Lines, ImmutableArray<EvidencePiece> Evidence, ImmutableArray<TextAuthor> TextAuthors, string CommonSchema)
{
    /// <summary>Others are members of the thread, too.</summary>
    public bool IsShared { get; init; }

    /// <summary>What the speaker typed for this turn.</summary>
    public string Asked { get; init; } = "";

    /// <summary>With what somebody from outside said, before everything else: information, and its origin among those whose words were read.</summary>
    public Conversation With(TextAuthor origin, string text)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return this with { Lines = Lines.Insert(0, new(LineSource.OtherPerson, origin.Name, text)), TextAuthors = TextAuthors.Add(origin) };
    }

    /// <summary>Where what the speaker says has other people's words.</summary>
    public Conversation With(IEnumerable<TextAuthor> authors) => this with { TextAuthors = [.. TextAuthors.Concat(authors).DistinctBy(static author => author.Subject)] };

    /// <summary>With the agent's own earlier words, before everything else, and all that they rest on.</summary>
    public Conversation With(ConversationLine line, IEnumerable<EvidencePiece> evidence, IEnumerable<TextAuthor> authors) => With(authors) with
    {
        Lines = Lines.Insert(0, line),
        Evidence = EvidencePiece.Union([.. Evidence, .. evidence]),
    };
}

public sealed record ConversationLine(LineSource Source, string Author, string Text)
{
    /// <summary>The name of the file that the text is from.</summary>
    public string? File { get; init; }

    /// <summary>The picture itself, of a file that is one.</summary>
    public ModelImage? Image { get; init; }
}

public enum LineSource
{
    Speaker,
    OtherPerson,
    Agent,

    /// <summary>The text of a file of a message. Nobody says it, its uploader included.</summary>
    File,

    /// <summary>What a part of a run is to do, as the run that began it said.</summary>
    Part,
}
