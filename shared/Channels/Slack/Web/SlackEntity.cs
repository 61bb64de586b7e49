using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Onbehalf.Channels.Slack.Web;

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
