using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Onbehalf.Channels.Slack.Shown;

namespace Onbehalf.Channels.Slack.Web;

/// <summary>A message to post. <paramref name="Text"/> is mrkdwn for notifications and for clients without blocks.</summary>
internal sealed record SlackPost(string Text, ImmutableArray<SlackBlock> Blocks)
{
    /// <summary>The Work Object: a card for everybody, and a pane that each person opens with their own rights.</summary>
    public SlackEntity? Entity { get; init; }

    public static SlackPost Of(string mrkdwn) => new(mrkdwn, [new SlackBlock.Section(SlackTextObject.Mrkdwn(mrkdwn))]);

    public override string ToString() => nameof(SlackPost);
}

/// <summary>A Work Object (<c>EntityMetadata</c> of @slack/types).</summary>
internal sealed record SlackEntity(
    [property: JsonPropertyName("entity_type")] string Kind,
    [property: JsonPropertyName("entity_payload")] SlackEntityPayload Payload,
    SlackExternalRef ExternalRef,
    Uri Url)
{
    public const string Item = "slack#/entities/item";
}

internal sealed record SlackExternalRef(string Id);

internal sealed record SlackEntityPayload(SlackEntityAttributes Attributes)
{
    public ImmutableArray<SlackEntityField>? CustomFields { get; init; }

    public SlackEntityActions? Actions { get; init; }
}

internal sealed record SlackEntityAttributes(SlackEntityTitle Title)
{
    public string? ProductName { get; init; }
}

internal sealed record SlackEntityTitle(string Text);

/// <summary><paramref name="Type"/> is <c>string</c>; <paramref name="Format"/> is <c>markdown</c> or absent.</summary>
internal sealed record SlackEntityField(string Key, string Label, string Value, string Type = "string", bool Long = false, string? Format = null);

internal sealed record SlackEntityActions(ImmutableArray<SlackEntityButton> PrimaryActions);

internal sealed record SlackEntityButton(string Text, string ActionId, string? Value = null, Uri? Url = null);

/// <summary>The content of a Work Object's pane for the person who opened it.</summary>
internal abstract record SlackPane
{
    private SlackPane()
    {
    }

    public sealed record Shown(SlackEntity Entity) : SlackPane;

    public sealed record SignIn(Uri Address) : SlackPane;

    public sealed record Refusal(string Title, string Message) : SlackPane;
}
