namespace Onbehalf.Tests.Slack;

/// <summary>A channel or direct messages, with its current members.</summary>
internal sealed class FakeChannel(string team, string id, string name, FakeChannelKind kind)
{
    public string Team => team;

    public string Id => id;

    public string Name { get; set; } = name;

    public FakeChannelKind Kind { get; set; } = kind;

    public List<FakePerson> Members { get; } = [];

    public bool IsArchived { get; set; }

    /// <summary>Slack Connect: another organisation is in it.</summary>
    public bool IsShared { get; set; }

    /// <summary>Members see it; so does every full member of the workspace, where it is public.</summary>
    public bool IsSeenBy(FakePerson person) =>
        Members.Contains(person) || (Kind is FakeChannelKind.Public && person.Team == team && person.Kind is FakePersonKind.Member);
}
