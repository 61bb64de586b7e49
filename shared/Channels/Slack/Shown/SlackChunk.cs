using System.Text.Json.Serialization;

namespace Onbehalf.Channels.Slack.Shown;

/// <summary>A chunk of a streamed message.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Words), "markdown_text")]
[JsonDerivedType(typeof(Step), "task_update")]
internal abstract record SlackChunk
{
    private SlackChunk()
    {
    }

    /// <summary>Markdown without Slack's control sequences.</summary>
    public sealed record Words(string Text) : SlackChunk;

    /// <summary>A task of the timeline, updated by its id. Slack appends details and output on each update, so none are sent.</summary>
    public sealed record Step(string Id, string Title, SlackStepStatus Status) : SlackChunk;
}

internal enum SlackStepStatus
{
    Pending,
    InProgress,
    Complete,
    Error,
}
