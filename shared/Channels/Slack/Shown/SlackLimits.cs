namespace Onbehalf.Channels.Slack.Shown;

/// <summary>Limits of Slack, and lower limits of the app.</summary>
internal static class SlackLimits
{
    public const int Blocks = 50;

    /// <summary>For all <c>markdown</c> blocks of a message together; Slack's limit is 12,000.</summary>
    public const int Markdown = 11_500;

    public const int Section = 3_000;

    /// <summary>For the text of a notification.</summary>
    public const int Notification = 150;

    public const int ButtonText = 75;

    public const int TableRows = 100;

    public const int TableColumns = 20;

    /// <summary>For all cells of a message together; Slack's limit is 10,000. A message has one table.</summary>
    public const int TableText = 9_500;

    public const int CellText = 1_000;

    /// <summary>After this length, a streamed message continues in a new one at the next paragraph.</summary>
    public const int StreamSoft = 3_000;

    /// <summary>At this length, it continues in a new one in any case.</summary>
    public const int StreamHard = 9_000;

    public const int StepTitle = 200;
}
