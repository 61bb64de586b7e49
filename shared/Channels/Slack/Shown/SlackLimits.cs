namespace Onbehalf.Channels.Slack.Shown;

/// <summary>Limits of Slack, and ours below them.</summary>
internal static class SlackLimits
{
    public const int Blocks = 50;

    /// <summary>Of all <c>markdown</c> blocks of a message together: 12,000.</summary>
    public const int Markdown = 11_500;

    public const int Section = 3_000;

    /// <summary>Of the text for notifications.</summary>
    public const int Notification = 150;

    public const int ButtonText = 75;

    public const int TableRows = 100;

    public const int TableColumns = 20;

    /// <summary>Of all cells of a message together: 10,000. A message has one table.</summary>
    public const int TableText = 9_500;

    public const int CellText = 1_000;

    /// <summary>A streamed message is continued in a new one at the next paragraph after this.</summary>
    public const int StreamSoft = 3_000;

    /// <summary>And here in any case.</summary>
    public const int StreamHard = 9_000;

    public const int StepTitle = 200;
}
