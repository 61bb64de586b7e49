using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Onbehalf.Channels.Slack.Shown;

/// <summary>The blocks of Block Kit that the app sends.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Section), "section")]
[JsonDerivedType(typeof(Markdown), "markdown")]
[JsonDerivedType(typeof(Table), "table")]
[JsonDerivedType(typeof(Context), "context")]
[JsonDerivedType(typeof(Actions), "actions")]
internal abstract record SlackBlock
{
    private SlackBlock()
    {
    }

    /// <param name="Expand">True to show a long text completely. Otherwise, Slack hides its end behind "see more".</param>
    public sealed record Section(SlackTextObject Text, bool? Expand = null) : SlackBlock;

    public sealed record Markdown(string Text) : SlackBlock;

    public sealed record Table(ImmutableArray<ImmutableArray<SlackCell>> Rows, ImmutableArray<SlackColumn> ColumnSettings) : SlackBlock;

    public sealed record Context(ImmutableArray<SlackTextObject> Elements) : SlackBlock;

    public sealed record Actions(ImmutableArray<SlackButton> Elements, string? BlockId = null) : SlackBlock;
}

/// <summary>A cell with literal text of at least one character.</summary>
internal sealed record SlackCell(string Text)
{
    public string Type { get; } = "raw_text";
}

internal sealed record SlackColumn(SlackAlign Align, bool IsWrapped);

internal enum SlackAlign
{
    Left,
    Right,
}

/// <summary>A button. With <paramref name="Url"/> it opens an address, and Slack still reports the click.</summary>
internal sealed record SlackButton(SlackTextObject Text, string ActionId, string? Value = null, Uri? Url = null, SlackButtonStyle? Style = null)
{
    public string Type { get; } = "button";
}

internal enum SlackButtonStyle
{
    Primary,
}
