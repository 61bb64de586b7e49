using System.Collections.Immutable;
using Azure;
using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>Later changes of a message, in a separate row. The message's row has the original text until a deletion.</summary>
internal sealed record MessageChange(MessageId Id)
{
    /// <summary>The edited text; null if the original is current.</summary>
    public string? Text { get; init; }

    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>The mentions in the edited text.</summary>
    public ImmutableArray<Mention> Mentions { get; init; } = [];

    public bool IsDeleted { get; init; }

    public ImmutableArray<Reaction> Reactions { get; init; } = [];

    /// <summary>The ETag of the row; null if the row does not exist.</summary>
    public ETag? Version { get; init; }

    public ThreadMessage Of(ThreadMessage said) =>
        said switch
        {
            ThreadMessage.Typed typed when IsDeleted => typed with { Text = "", IsDeleted = true, Mentions = [], Quoted = null, Files = [] },
            ThreadMessage.Typed typed when Text is { } text => typed with
            {
                Text = text,
                AsSaid = typed.Text,
                EditedAt = EditedAt,
                Mentions = Mentions,
                Reactions = Reactions,
            },
            _ => said with { Reactions = Reactions },
        };
}
