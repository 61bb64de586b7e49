using Onbehalf.Channels.Slack.In;
using Onbehalf.Threads;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>The texts of private notes about messages that are not answered.</summary>
internal static class SlackWords
{
    public const string Guest = "I answer members of this workspace. Guests and people of other organisations cannot use me.";
    public const string NotHere =
        "I cannot answer here: you or I are not in the channel, or it is archived or shared with another organisation. Write to me directly.";
    public const string CannotLink = "I have to know who you are, but signing in from Slack is not set up here. Ask your administrator.";
    public const string CannotConfirmLater = "Your sign-in provider cannot be asked about you from here. Sign in through the web app first.";
    public const string Withdrawn = "Your rights have changed, so this answer is not shown to you any more.";
    public const string Nothing = "There is nothing here that you can see.";
    public const string Unclear = "Slack does not say who is in the channel right now. Try again in a moment.";
    public const string ShareRefused = "Slack did not take it, so nothing was shared. Ask your administrator whether the app may write in this channel.";
    public const string ShareFailed = "It could not be posted for a whole day, so nothing was shared. Press “Share to channel…” again.";
    public const string Unfinished = "An earlier attempt to post it did not finish and was reverted, so nothing was shared. Press “Share to channel…” again.";
    public const string PreviewChanged =
        "This is not what you were shown any more: the answer, or who is in the channel, has changed. Nothing was shared. Press “Share to channel…” again.";
    public const string TakenBack = "You took this share back, so its messages leave the channel. To share it again, press “Share to channel…” again.";
    public const string NotTheirsToPost = "It rests on what somebody else shared. Only they can post that.";
    public const string Approved = "You approved this step.";
    public const string Declined = "You declined this step.";
    public const string DecidedBefore = "This step was decided already.";
    public const string OtherCard =
        "This is not what waits for you any more, so nothing was decided. Look for a newer card, or open the question in the web app.";
    public const string Expired = "The time to confirm has run out. Nothing was done: ask again.";
    public const string AskedAgain = "What this step would do has changed, so it is asked about again. Look for the newer card.";
    public const string StoppedBefore = "Your question was stopped, so this step was not done.";
    public const string Over = "This step does not wait for you any more.";
    public const string NotConfirmed = "Your account could not be confirmed at your identity provider, so nothing was decided.";
    public const string ConfirmInWeb = "Confirm this step in the web app.";
    public const string NotYours = "Only the person who asked can stop this.";

    private const string TakeBack = " You can take it back in the web app.";

    /// <param name="mayTakeBack">False for an answer without private data: the web app shows it to every member, so it has no share there.</param>
    public static string Shared(bool mayTakeBack) => "It is in the channel now." + (mayTakeBack ? TakeBack : "");

    public static string SharedBefore(bool mayTakeBack) => "This answer is in the channel already." + (mayTakeBack ? TakeBack : "");

    public static string Of(SlackRefusal refusal) => refusal switch
    {
        SlackRefusal.Empty => "What can I find out for you? Write your question after my name.",
        SlackRefusal.TooLong => $"A question has at most {MessageText.MaxLength} characters.",
        SlackRefusal.SharedChannel => "Another organisation reads this channel too, so I do not answer here. Write to me directly.",
        SlackRefusal.GroupMessage => "I do not answer in group messages. Write to me directly, or in a channel.",
        _ => throw new InvalidOperationException($"{refusal} is no refusal."),
    };
}
