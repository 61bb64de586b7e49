using System.Collections.Immutable;
using Azure;
using Onbehalf.Ids;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>A current or past share of an answer to its channel.</summary>
/// <param name="Nonce">The id of the click, which all its attempts have. It distinguishes the shares of one answer.</param>
/// <param name="WasShared">True when the members already had the answer before it was posted.</param>
internal sealed record SlackShare(SlackPlace Place, MessageId Answer, string Nonce, bool WasShared)
{
    /// <summary>The turn of the answer; null in rows of an earlier version.</summary>
    public string? Turn { get; init; }

    /// <summary>The messages posted so far, in their order.</summary>
    public ImmutableArray<SlackTs> Posts { get; init; } = [];

    /// <summary>True after the last message was posted.</summary>
    public bool IsAll { get; init; }

    public bool IsTakenBack { get; init; }

    /// <summary>True while Slack refuses the search for messages whose response was lost. The sweep searches again.</summary>
    public bool IsUnseen { get; init; }

    /// <summary>True after the messages of a withdrawn share were deleted.</summary>
    public bool IsOver { get; init; }

    public ETag ETag { get; init; }
}
