using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Channels.Slack.Shown;

namespace Onbehalf.Channels.Slack.Web;

/// <summary>
/// The used methods of Slack's Web API. The bot's token only delivers; it is never a source of data. It reads a thread only to find the
/// bot's own messages.
/// </summary>
internal sealed class SlackClient(SlackTransport transport)
{
    private const string EventType = "onbehalf_post";
    private const int MostMembers = 20_000;
    private const int MembersPerPage = 1000;

    /// <summary>The missing scopes of the token; empty while they are unknown.</summary>
    public ImmutableArray<string> MissingScopes => transport.GrantedScopes is { } granted ? SlackScopes.Missing(granted) : [];

    public async Task<SlackOutcome<SlackBot>> WhoAmIAsync(SlackTeamId team, CancellationToken cancellation) =>
        Read(await transport.CallAsync("auth.test", team, [], repeatable: true, cancellation), SlackAnswers.Bot);

    /// <summary>Posts a message. Not idempotent: <see cref="SlackPosts"/> makes it so.</summary>
    public async Task<SlackOutcome<SlackPosted>> PostAsync(SlackPlace place, SlackPost message, SlackPostKey? key, CancellationToken cancellation)
    {
        var form = Content(new SlackForm().At(place), message)
            .With("unfurl_links", false)
            .With("unfurl_media", false)
            .WithJson("metadata", Metadata(message.Entity, key));
        return Read(await transport.CallAsync("chat.postMessage", place.Team, form, repeatable: false, cancellation), SlackAnswers.Posted);
    }

    /// <summary>
    /// Posts a private note. Only <paramref name="reader"/> sees it, if they are in the channel and online, until they reload. In a thread
    /// without replies, Slack shows it to nobody; the place must then have no thread.
    /// </summary>
    public async Task<SlackOutcome<SlackNone>> WhisperAsync(SlackPlace place, SlackUserId reader, SlackPost message, CancellationToken cancellation)
    {
        var form = Content(new SlackForm().At(place).With("user", reader.Value), message);
        return Read(await transport.CallAsync("chat.postEphemeral", place.Team, form, repeatable: false, cancellation), SlackAnswers.None);
    }

    public async Task<SlackOutcome<SlackPosted>> UpdateAsync(SlackPlace place, SlackTs ts, SlackPost message, SlackPostKey? key, CancellationToken cancellation)
    {
        var form = Content(new SlackForm().With("channel", place.Channel.Value).With("ts", ts.Value), message)
            .WithJson("metadata", Metadata(message.Entity, key));
        return Read(await transport.CallAsync("chat.update", place.Team, form, repeatable: true, cancellation), SlackAnswers.Posted);
    }

    public async Task<SlackOutcome<SlackNone>> DeleteAsync(SlackPlace place, SlackTs ts, CancellationToken cancellation)
    {
        var form = new SlackForm().With("channel", place.Channel.Value).With("ts", ts.Value);
        var outcome = Read(await transport.CallAsync("chat.delete", place.Team, form, repeatable: true, cancellation), SlackAnswers.None);
        return outcome is SlackOutcome<SlackNone>.Refused { Code: "message_not_found" } ? new SlackOutcome<SlackNone>.Done(default) : outcome;
    }

    /// <summary>
    /// Starts a stream. Everybody in the channel sees the finished message, so <paramref name="place"/> is a thread in the recipient's
    /// direct messages.
    /// </summary>
    public async Task<SlackOutcome<SlackPosted>> StartStreamAsync(
        SlackPlace place, SlackUserId recipient, ImmutableArray<SlackChunk> chunks, CancellationToken cancellation)
    {
        var form = new SlackForm().At(place)
            .With("recipient_user_id", recipient.Value)
            // In an organisation, the recipient's workspace is unknown here. Slack does not need it in direct messages.
            .With("recipient_team_id", place.Team.IsOrganisation ? null : place.Team.Value)
            .With("task_display_mode", "timeline")
            .WithJson("chunks", Objects(chunks));
        return Read(await transport.CallAsync("chat.startStream", place.Team, form, repeatable: false, cancellation), SlackAnswers.Posted);
    }

    public async Task<SlackOutcome<SlackNone>> AppendStreamAsync(
        SlackPlace place, SlackTs ts, ImmutableArray<SlackChunk> chunks, CancellationToken cancellation)
    {
        var form = new SlackForm().With("channel", place.Channel.Value).With("ts", ts.Value).WithJson("chunks", Objects(chunks));
        return Read(await transport.CallAsync("chat.appendStream", place.Team, form, repeatable: false, cancellation), SlackAnswers.None);
    }

    /// <param name="blocks">The blocks after the streamed text.</param>
    public async Task<SlackOutcome<SlackNone>> StopStreamAsync(
        SlackPlace place, SlackTs ts, ImmutableArray<SlackBlock> blocks, SlackPostKey key, SlackSessionStatus? status, CancellationToken cancellation)
    {
        var form = new SlackForm().With("channel", place.Channel.Value).With("ts", ts.Value)
            .WithJson("blocks", blocks.IsDefaultOrEmpty ? null : Objects(blocks))
            .WithJson("metadata", Metadata(null, key))
            .With("session_status", status is { } one ? Word(one) : null);
        return Read(await transport.CallAsync("chat.stopStream", place.Team, form, repeatable: false, cancellation), SlackAnswers.None);
    }

    /// <summary>Sets the status of the agent's session in a thread. Slack never changes it automatically, not even on Stop.</summary>
    /// <param name="title">The title of a new session, at most 200 characters. Everybody in the channel can read it.</param>
    public async Task<SlackOutcome<SlackNone>> SetStatusAsync(
        SlackPlace place, SlackSessionStatus status, SlackUserId? initiator, string? title, CancellationToken cancellation)
    {
        var form = new SlackForm()
            .With("channel_id", place.Channel.Value)
            .With("thread_ts", place.Thread?.Value)
            .With("status", Word(status))
            .With("initiator_user_id", initiator?.Value)
            .With("title", title is { Length: > 200 } ? title[..200] : title);
        return Read(await transport.CallAsync("agents.sessions.setStatus", place.Team, form, repeatable: true, cancellation), SlackAnswers.None);
    }

    public async Task<SlackOutcome<SlackChannelState>> ChannelAsync(SlackTeamId team, SlackChannelId channel, CancellationToken cancellation)
    {
        var form = new SlackForm().With("channel", channel.Value);
        return Read(await transport.CallAsync("conversations.info", team, form, repeatable: true, cancellation), SlackAnswers.Channel);
    }

    /// <summary>Returns all members, from all pages.</summary>
    public async Task<SlackOutcome<ImmutableHashSet<SlackUserId>>> MembersAsync(SlackTeamId team, SlackChannelId channel, CancellationToken cancellation)
    {
        var members = ImmutableHashSet.CreateBuilder<SlackUserId>();
        string? cursor = null;
        for (var asked = 0; asked < MostMembers; asked += MembersPerPage)
        {
            var form = new SlackForm().With("channel", channel.Value).With("limit", $"{MembersPerPage}").With("cursor", cursor);
            var page = Read(await transport.CallAsync("conversations.members", team, form, repeatable: true, cancellation), SlackAnswers.Members);
            if (page is not SlackOutcome<(ImmutableArray<SlackUserId> Members, string? Next)>.Done { Value: var (found, next) })
                return page.Map(static _ => ImmutableHashSet<SlackUserId>.Empty);
            members.UnionWith(found);
            if (next is null)
                return new SlackOutcome<ImmutableHashSet<SlackUserId>>.Done(members.ToImmutable());
            cursor = next;
        }

        return new SlackOutcome<ImmutableHashSet<SlackUserId>>.Refused("too_many_members");
    }

    /// <summary>Returns the direct message channel of a person with the bot.</summary>
    public async Task<SlackOutcome<SlackChannelId>> OpenDirectAsync(SlackTeamId team, SlackUserId person, CancellationToken cancellation)
    {
        var form = new SlackForm().With("users", person.Value);
        return Read(await transport.CallAsync("conversations.open", team, form, repeatable: true, cancellation), SlackAnswers.Opened);
    }

    public async Task<SlackOutcome<SlackPerson>> PersonAsync(SlackTeamId team, SlackUserId person, CancellationToken cancellation)
    {
        var form = new SlackForm().With("user", person.Value);
        return Read(await transport.CallAsync("users.info", team, form, repeatable: true, cancellation), SlackAnswers.Person);
    }

    /// <summary>Returns the address of a message, for a link that opens it in Slack.</summary>
    public async Task<SlackOutcome<Uri>> LinkAsync(SlackPlace place, SlackTs ts, CancellationToken cancellation)
    {
        var form = new SlackForm().With("channel", place.Channel.Value).With("message_ts", ts.Value);
        return Read(await transport.CallAsync("chat.getPermalink", place.Team, form, repeatable: true, cancellation), SlackAnswers.Link);
    }

    /// <summary>Returns the bot's own messages since a time, of a thread or of a channel's newest messages. Other messages are ignored.</summary>
    public async Task<SlackOutcome<ImmutableArray<SlackThreadMessage>>> OwnMessagesAsync(
        SlackPlace place, string botId, DateTimeOffset since, CancellationToken cancellation)
    {
        var form = new SlackForm().With("channel", place.Channel.Value).With("ts", place.Thread?.Value)
            .With("oldest", $"{since.ToUnixTimeSeconds()}.000000").With("limit", "200").With("include_all_metadata", true);
        var method = place.Thread is null ? "conversations.history" : "conversations.replies";
        return Read(
            await transport.CallAsync(method, place.Team, form, repeatable: true, cancellation), answer => SlackAnswers.OwnMessages(answer, botId, EventType));
    }

    /// <summary>Shows a pane. The call must follow the click within seconds, because the trigger expires.</summary>
    public async Task<SlackOutcome<SlackNone>> PresentAsync(SlackTeamId team, string trigger, SlackPane pane, CancellationToken cancellation)
    {
        var form = new SlackForm().With("trigger_id", trigger);
        form = pane switch
        {
            SlackPane.Shown shown => form.WithJson("metadata", shown.Entity),
            SlackPane.SignIn signIn => form.With("user_auth_required", true).With("user_auth_url", signIn.Address.AbsoluteUri),
            SlackPane.Refusal refusal => form.WithJson("error", new { status = "custom", custom_title = refusal.Title, custom_message = refusal.Message }),
            _ => throw new InvalidOperationException($"{pane.GetType().Name} is no pane."),
        };
        return Read(await transport.CallAsync("entity.presentDetails", team, form, repeatable: false, cancellation), SlackAnswers.None);
    }

    private static SlackForm Content(SlackForm form, SlackPost message) => form
        .With("text", message.Text)
        .WithJson("blocks", message.Blocks.IsDefaultOrEmpty ? null : Objects(message.Blocks))
        .With("parse", "none")
        .With("link_names", false);

    private static object? Metadata(SlackEntity? entity, SlackPostKey? key)
    {
        SlackEntity[]? entities = entity is null ? null : [entity];
        return key is { } name
            ? new { event_type = EventType, event_payload = new { key = name.Value }, entities }
            : entities is null ? null : new { entities };
    }

    /// <summary>Converts to an array of the base type, so that each element has its <c>type</c> in JSON.</summary>
    private static T[] Objects<T>(ImmutableArray<T> items) => [.. items];

    private static string Word(SlackSessionStatus status) => status.ToString().ToLowerInvariant();

    private static SlackOutcome<T> Read<T>(SlackOutcome<JsonElement> outcome, Func<JsonElement, T?> read) => outcome switch
    {
        SlackOutcome<JsonElement>.Done done => read(done.Value) is { } value
            ? new SlackOutcome<T>.Done(value, done.Warning)
            : new SlackOutcome<T>.Refused("unreadable"),
        var other => other.Map(static _ => default(T)!),
    };
}
