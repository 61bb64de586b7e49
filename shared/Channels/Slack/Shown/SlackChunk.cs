using System.Text.Json.Serialization;

namespace Onbehalf.Channels.Slack.Shown;

/// <summary>A piece of a streamed message.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Words), "markdown_text")]
[JsonDerivedType(typeof(Step), "task_update")]
internal abstract record SlackChunk
{
    private SlackChunk()
    {
    }

    /// <summary>Markdown without control sequences of Slack.</summary>
    public sealed record Words(string Text) : SlackChunk;

    /// <summary>A task of the timeline; the same id again changes it. Details and output of Slack are appended to on each change, so none are sent.</summary>
    public sealed record Step(string Id, string Title, SlackStepStatus Status) : SlackChunk;
}

internal enum SlackStepStatus
{
    Pending,
    InProgress,
    Complete,
    Error,
}
