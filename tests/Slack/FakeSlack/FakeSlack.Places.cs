using Microsoft.AspNetCore.Http;

namespace Onbehalf.Tests.Slack;

internal sealed partial class FakeSlack
{
    public List<FakePerson> People { get; } = [];

    public List<FakeChannel> Channels { get; } = [];

    public List<FakeMessage> Messages { get; } = [];

    public FakePerson Add(FakePerson person)
    {
        lock (_gate)
            People.Add(person);
        return person;
    }

    /// <summary>A person of the workspace, named by their id.</summary>
    public FakePerson Person(string name, FakePersonKind kind = FakePersonKind.Member, string? team = null) =>
        Add(new FakePerson(team ?? Team, "U0" + name.ToUpperInvariant(), name, kind));

    /// <summary>The bot is in it where it is among the members.</summary>
    public FakeChannel Channel(string name, FakeChannelKind kind, params FakePerson[] members)
    {
        var channel = new FakeChannel(Team, (kind is FakeChannelKind.Direct ? "D0" : "C0") + name.ToUpperInvariant(), name, kind);
        channel.Members.AddRange(members);
        lock (_gate)
            Channels.Add(channel);
        return channel;
    }

    public FakeChannel Direct(FakePerson person)
    {
        lock (_gate)
            return DirectOf(person);
    }

    /// <summary>Everything that one person can see now, in Slack's order. A reload takes ephemeral messages away.</summary>
    public IReadOnlyList<SeenMessage> SeenBy(FakePerson person)
    {
        lock (_gate)
            return [.. Messages.Where(one => IsSeen(one, person)).Select(one => Seen(one, person))];
    }

    /// <summary>All of it as one text, panes too: what two worlds are compared by.</summary>
    public string ScreenOf(FakePerson person) =>
        string.Join('\n', [.. SeenBy(person).Select(static one => $"{one.Channel} {one.Author}: {one.Shown}"), .. PanesOf(person)]);

    public void Reload(FakePerson person)
    {
        lock (_gate)
            Messages.RemoveAll(one => one.OnlyFor == person);
    }

    private FakeChannel DirectOf(FakePerson person)
    {
        if (Channels.FirstOrDefault(one => one.Kind is FakeChannelKind.Direct && one.Members.Contains(person)) is { } there)
            return there;
        var channel = new FakeChannel(Team, "D0" + person.Id[2..], "", FakeChannelKind.Direct);
        channel.Members.AddRange([person, Bot]);
        Channels.Add(channel);
        return channel;
    }

    private static bool IsSeen(FakeMessage message, FakePerson person) =>
        message.OnlyFor is { } reader ? reader == person : message.Channel.IsSeenBy(person);

    private static SeenMessage Seen(FakeMessage message, FakePerson person)
    {
        var isPartial = message.StreamingSince is not null && message.Recipient != person && message.Channel.Kind is not FakeChannelKind.Direct;
        return new(message.Channel.Id, message.Thread, message.Ts, message.Author.Id, isPartial ? message.FirstChunk : message.Shown(), message.OnlyFor is not null);
    }

    private IResult Conversations(string method, FakeArguments arguments)
    {
        if (method == "conversations.open")
            return People.FirstOrDefault(one => one.Id == arguments["users"]) is { } person ? Results.Json(new { ok = true, channel = new { id = DirectOf(person).Id } }) : Error("user_not_found");
        // The app has no scope for a private channel that it is not in: it does not exist.
        if (Channels.FirstOrDefault(one => one.Id == arguments["channel"] && (one.Kind is FakeChannelKind.Public || one.Members.Contains(Bot))) is not { } channel)
            return Error("channel_not_found");
        return method switch
        {
            "conversations.info" => Results.Json(new { ok = true, channel = ChannelBody(channel) }),
            "conversations.members" => MembersPage(channel, arguments),
            "conversations.replies" or "conversations.history" => Read(channel, method == "conversations.replies" ? arguments["ts"] : null, arguments),
            _ => Error("unknown_method"),
        };
    }

    private object ChannelBody(FakeChannel channel) => new
    {
        id = channel.Id,
        name = channel.Name,
        is_im = channel.Kind is FakeChannelKind.Direct,
        is_private = channel.Kind is FakeChannelKind.Private,
        is_archived = channel.IsArchived,
        is_ext_shared = channel.IsShared,
        is_member = channel.Members.Contains(Bot),
    };

    private static IResult MembersPage(FakeChannel channel, FakeArguments arguments)
    {
        var from = arguments["cursor"] is { Length: > 0 } cursor ? int.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture) : 0;
        var limit = arguments["limit"] is { Length: > 0 } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 100;
        var next = from + limit < channel.Members.Count ? $"{from + limit}" : "";
        return Results.Json(new { ok = true, members = channel.Members.Skip(from).Take(limit).Select(static one => one.Id), response_metadata = new { next_cursor = next } });
    }

    private IResult Read(FakeChannel channel, string? thread, FakeArguments arguments)
    {
        if (!channel.Members.Contains(Bot))
            return Error("not_in_channel");
        var found = Messages
            .Where(one => one.Channel == channel && one.OnlyFor is null && (thread is null ? one.Thread is null || one.Thread == one.Ts : one.Ts == thread || one.Thread == thread))
            .Where(one => arguments["oldest"] is not { } oldest || string.CompareOrdinal(one.Ts, oldest) >= 0 || one.Ts == thread)
            .Select(one => one.Body(arguments["include_all_metadata"] is "true" or "1"));
        return Results.Json(new { ok = true, messages = (thread is null ? found.Reverse() : found).ToArray(), has_more = false });
    }
}
