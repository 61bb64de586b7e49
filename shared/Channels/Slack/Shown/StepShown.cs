using System.Text.Json.Serialization;
using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Channels.Slack.Shown;

/// <summary>Renders a tool call as a task of the timeline, for its speaker.</summary>
internal static class StepShown
{
    public static SlackChunk.Step Of(TurnStep step) => new(step.CallId, Title(step.Tool, step.Resource), step.Status switch
    {
        StepStatus.Running => SlackStepStatus.InProgress,
        StepStatus.Waiting => SlackStepStatus.Pending,
        StepStatus.Succeeded => SlackStepStatus.Complete,
        StepStatus.Refused or StepStatus.Failed or StepStatus.Declined or StepStatus.Expired => SlackStepStatus.Error,
        StepStatus.Unknown or StepStatus.Stopped => SlackStepStatus.Error,
        _ => throw new InvalidOperationException($"{step.Status} is no status of a step."),
    });

    /// <summary>Returns the line under an answer with its identity, tools and sources.</summary>
    public static string? Line(Reply reply)
    {
        var tools = reply.Steps.Select(static step => Title(step.Tool, step.Source)).Distinct(StringComparer.Ordinal).Take(5).ToArray();
        return tools.Length == 0 ? null : SlackEscape.Line($"Ran as {reply.RanAs.Name}: {string.Join(", ", tools)}", SlackLimits.StepTitle);
    }

    private static string Title(string tool, string? resource)
    {
        var words = tool.Replace("__", ": ", StringComparison.Ordinal).Replace('_', ' ');
        return SlackEscape.Line(string.IsNullOrEmpty(resource) ? words : $"{words} · {resource}", SlackLimits.StepTitle);
    }
}

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
