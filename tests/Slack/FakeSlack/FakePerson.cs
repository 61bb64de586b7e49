namespace Onbehalf.Tests.Slack;

/// <summary>Somebody in a workspace; an enterprise's person has a <c>W…</c> id.</summary>
internal sealed class FakePerson(string team, string id, string name, FakePersonKind kind)
{
    public string Team => team;

    public string Id => id;

    public string Name => name;

    public FakePersonKind Kind { get; set; } = kind;

    /// <summary>True if the person is online in a browser or an app. Offline, they see no ephemeral message.</summary>
    public bool IsOnline { get; set; } = true;

    public bool IsOwner { get; set; }

    public object Body() => new
    {
        id,
        team_id = team,
        name,
        real_name = name,
        profile = new { display_name = name },
        deleted = Kind is FakePersonKind.Deactivated,
        is_owner = IsOwner,
        is_primary_owner = false,
        is_bot = Kind is FakePersonKind.Bot,
        is_restricted = Kind is FakePersonKind.Guest,
        is_ultra_restricted = false,
        is_stranger = Kind is FakePersonKind.Stranger,
    };
}
