namespace Onbehalf.Tests.Slack;

internal enum FakePersonKind
{
    Member,
    Guest,

    /// <summary>Of another organisation, here through a shared channel.</summary>
    Stranger,
    Bot,
    Deactivated,
}

internal enum FakeChannelKind
{
    Public,
    Private,
    Direct,
}
