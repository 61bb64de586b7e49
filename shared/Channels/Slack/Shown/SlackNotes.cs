using System.Collections.Immutable;
using System.Globalization;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Tools;

namespace Onbehalf.Channels.Slack.Shown;

/// <summary>
/// The messages that are not answers. Those in a channel contain no text of an answer, source or call, and have the same bytes for everybody. Only
/// <see cref="Typed"/> has the words of a person.
/// </summary>
internal static class SlackNotes
{
    public const string OpenAsMe = "onbehalf_open_as_me";
    public const string OpenWeb = "onbehalf_open_web";
    public const string ShareToChannel = "onbehalf_share";
    public const string ShareNow = "onbehalf_share_now";
    public const string ApproveCall = "onbehalf_approve";
    public const string DeclineCall = "onbehalf_decline";
    public const string SignInAction = "onbehalf_sign_in";

    /// <summary>Returns the public card: the asker and the time of the question. Its content is opened by each person separately.</summary>
    /// <param name="asked">The time of the question. The time of the answer would reveal the duration of the turn.</param>
    /// <param name="reference">An opaque id of the card.</param>
    public static SlackPost Card(SlackUserId asker, DateTimeOffset asked, string reference, Uri open)
    {
        var text = $"Answered for <@{asker.Value}> at {Time(asked)}";
        return new(text, [Section(text), Buttons(Button("Open as me", OpenAsMe, reference))])
        {
            Entity = new(
                SlackEntity.Item,
                new(new(new("An answer")) { ProductName = "Onbehalf" }),
                new(reference),
                open),
        };
    }

    /// <summary>Returns the private note in the channel that tells the asker where the answer is.</summary>
    /// <param name="answer">The address of the answer in Slack.</param>
    /// <param name="share">The value of the share button; null when the answer cannot be shared.</param>
    public static SlackPost Pointer(Uri answer, string? share)
    {
        const string Text = "Your answer is in our direct messages. Only you see it there.";
        var open = Button("Open the answer", OpenWeb, url: answer);
        return new(Text, [Section(Text), share is null ? Buttons(open) : Buttons(open, Button("Share to channel…", ShareToChannel, share))]);
    }

    /// <summary>Returns the button under an answer in its asker's direct messages.</summary>
    public static SlackBlock.Actions Share(string reference) => Buttons(Button("Share to channel…", ShareToChannel, reference));

    /// <summary>Returns the message under the preview of a share: the audience and the button that posts it.</summary>
    /// <param name="isPrivate">True when only its members can read the channel.</param>
    /// <param name="members">Number of people in the channel, without the app.</param>
    public static SlackPost AskToShare(SlackTeamId team, SlackChannelId channel, int messages, bool isPrivate, int members, string value)
    {
        var what = messages == 1 ? "The message above is" : $"The {messages} messages above are";
        var who = isPrivate
            ? $"the {members} who are in the channel and everybody who comes later"
            : team.IsOrganisation ? "everybody in every workspace that has this channel" : "everybody in this workspace";
        var text = $"{what} posted exactly so to <#{channel.Value}>, with your name. It is then read by {who}, whether or not their own access covers it.";
        return new(text, [Section(text), Buttons(Button("Post it to the channel", ShareNow, value, style: SlackButtonStyle.Primary))]);
    }

    /// <summary>Returns the private note for an unlinked person. Its address has a state that is valid once, for ten minutes.</summary>
    public static SlackPost SignIn(Uri address)
    {
        const string Text = "I answer with your own access, so I have to know who you are. Sign in once; only you see this.";
        return new(Text, [Section(Text), Buttons(Button("Sign in", SignInAction, url: address, style: SlackButtonStyle.Primary))]);
    }

    /// <summary>Returns a note with a reason that the reader can act on.</summary>
    public static SlackPost Refusal(string reason)
    {
        var text = SlackEscape.Line(reason, SlackLimits.Section / 6);
        return new(text, [Section(text)]);
    }

    /// <summary>
    /// Returns the note about a call that waits for its speaker's confirmation in the web app. The card there shows the call; this note
    /// does not.
    /// </summary>
    public static SlackPost Confirm(Uri card)
    {
        const string Text = "A step of your question waits for your confirmation.";
        return new(Text, [Section(Text), Buttons(Button("See what it does", OpenWeb, url: card, style: SlackButtonStyle.Primary))]);
    }

    /// <summary>
    /// Returns the card of a waiting call with the buttons that decide it, for its speaker's direct messages. Null when Slack cannot show the card
    /// completely.
    /// </summary>
    /// <param name="value">The value of the buttons.</param>
    public static SlackPost? Confirm(ConfirmationCard card, DateTimeOffset expires, string value, Uri web)
    {
        if (CardShown.Of(card) is not { IsEmpty: false } shown)
            return null;
        var text = $"A step of your question waits for your confirmation until {Time(expires, "{date_short_pretty} {time}")}.";
        return new(
            text,
            [
                Section(text),
                .. shown,
                Buttons(
                    Button("Approve", ApproveCall, value, style: SlackButtonStyle.Primary),
                    Button("Decline", DeclineCall, value),
                    Button("Open in the web app", OpenWeb, url: web)),
            ]);
    }

    /// <summary>Returns a run's result under the automation's name.</summary>
    public static SlackPost Ran(string title, SlackPost first) =>
        first with
        {
            Text = SlackEscape.Line(title, SlackLimits.Notification),
            Blocks = first.Blocks.Insert(0, Section($"*{SlackEscape.Line(title, SlackLimits.StepTitle)}*")),
        };

    /// <summary>Returns a note about a run without a result to show.</summary>
    public static SlackPost Ran(string title, bool isDone, Uri web)
    {
        var text = $"*{SlackEscape.Line(title, SlackLimits.StepTitle)}* {(isDone ? "ran" : "did not finish")}.";
        return new(text, [Section(text), Buttons(Button("Open in the web app", OpenWeb, url: web))]);
    }

    /// <summary>Returns a person's message from the web app as a post of the app, with the person's name in the text.</summary>
    public static ImmutableArray<SlackPost> Typed(string name, string text) =>
        AnswerShown.Words($"**{SlackEscape.Cut(name.Replace("*", "", StringComparison.Ordinal), 80)} (web):** {text}");

    /// <summary>Returns the viewer's view of an answer for the pane.</summary>
    public static SlackPane Pane(string reference, Uri open, string title, string markdown) =>
        new SlackPane.Shown(
            new(
                SlackEntity.Item,
                new(new(new(SlackEscape.Cut(title, SlackLimits.Notification))) { ProductName = "Onbehalf" })
                {
                    CustomFields =
                    [
                        new(
                            "answer",
                            "Answer",
                            MarkdownPages.Of(markdown, SlackLimits.Section) is [var first, ..] ? first : "–",
                            Long: true,
                            Format: "markdown"),
                    ],
                    Actions = new([new("Open in the web app", OpenWeb, Url: open)]),
                },
                new(reference),
                open));

    /// <summary>Returns a time in each reader's time zone. The text after the bar is for clients that do not support it.</summary>
    private static string Time(DateTimeOffset at, string format = "{time}") =>
        string.Create(CultureInfo.InvariantCulture, $"<!date^{at.ToUnixTimeSeconds()}^{format}|{at.UtcDateTime:HH:mm} UTC>");

    private static SlackButton Button(string text, string action, string? value = null, Uri? url = null, SlackButtonStyle? style = null) =>
        new(SlackTextObject.Plain(text), action, value, url, style);

    private static SlackBlock.Section Section(string mrkdwn) => new(SlackTextObject.Mrkdwn(mrkdwn));

    private static SlackBlock.Actions Buttons(params ReadOnlySpan<SlackButton> buttons) => new([.. buttons]);
}
