using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Turns;

/// <summary>
/// The messages of a thread that one speaker may see. <paramref name="Evidence"/> has the sources of its private part, and applies to everything
/// derived from it. <paramref name="CommonSchema"/> describes the data that every member may see.
/// </summary>
public sealed record Conversation(
    ImmutableArray<ConversationLine> Lines, ImmutableArray<EvidencePiece> Evidence, ImmutableArray<TextAuthor> TextAuthors, string CommonSchema)
{
    /// <summary>True if the thread has other members.</summary>
    public bool IsShared { get; init; }

    /// <summary>The speaker's message that started this turn.</summary>
    public string Asked { get; init; } = "";

    /// <summary>Prepends an outside text as information, and adds its origin to the text authors.</summary>
    public Conversation With(TextAuthor origin, string text)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return this with { Lines = Lines.Insert(0, new(LineSource.OtherPerson, origin.Name, text)), TextAuthors = TextAuthors.Add(origin) };
    }

    /// <summary>Adds authors for other people's words in the speaker's text.</summary>
    public Conversation With(IEnumerable<TextAuthor> authors) =>
        this with { TextAuthors = [.. TextAuthors.Concat(authors).DistinctBy(static author => author.Subject)] };

    /// <summary>Prepends an earlier text of the agent, with its evidence and its text authors.</summary>
    public Conversation With(ConversationLine line, IEnumerable<EvidencePiece> evidence, IEnumerable<TextAuthor> authors) => With(authors) with
    {
        Lines = Lines.Insert(0, line),
        Evidence = EvidencePiece.Union([.. Evidence, .. evidence]),
    };
}

public sealed record ConversationLine(LineSource Source, string Author, string Text)
{
    /// <summary>The name of the file that contains the text.</summary>
    public string? File { get; init; }

    /// <summary>The image of an image file.</summary>
    public ModelImage? Image { get; init; }
}

public enum LineSource
{
    Speaker,
    OtherPerson,
    Agent,

    /// <summary>The text of an attached file. It is not attributed to any person, not even to its uploader.</summary>
    File,

    /// <summary>The task of a part of a run, from the run that started it.</summary>
    Part,
}
