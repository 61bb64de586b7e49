using Onbehalf.Channels.Slack.Web;
using Onbehalf.Visibility;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>
/// Reverts a partial share, as if nobody had clicked: the share in the web app, and the messages in Slack. These include messages whose
/// response was lost.
/// </summary>
internal sealed class SlackShareEnding(SlackPosts posts, SlackShares shares, AnswerShares answers)
{
    public static SlackPostKey KeyOf(string turn, string nonce, int at) => SlackPostKey.Of(turn, "share", nonce, $"{at}");

    /// <summary>Idempotent. Throws while Slack is unavailable.</summary>
    public async Task EndAsync(SlackShare share, CancellationToken cancellation)
    {
        if (!share.IsTakenBack)
        {
            if (!share.WasShared)
                await answers.RemoveAsync(share.Answer, CancellationToken.None);
            await shares.TakeBackAsync(share.Answer, CancellationToken.None);
        }

        if (share.IsAll || share.Turn is not { } turn)
            return;
        var posted = share.Posts.ToBuilder();
        while (await LostAsync(share.Place, KeyOf(turn, share.Nonce, posted.Count), cancellation) is { } ts)
            posted.Add(ts);
        if (posted.Count > share.Posts.Length)
            await shares.PostedAsync(share, posted.ToImmutable(), isAll: false, CancellationToken.None);
    }

    private async Task<SlackTs?> LostAsync(SlackPlace place, SlackPostKey key, CancellationToken cancellation) =>
        await posts.LookAsync(place, key, cancellation) switch
        {
            SlackOutcome<SlackPosted?>.Done done => done.Value?.Ts,
            SlackOutcome<SlackPosted?>.Refused => null,
            _ => throw new HttpRequestException("Slack cannot be reached."),
        };
}
