namespace Onbehalf.Delegation.Grants;

public enum GrantState
{
    /// <summary>Nothing is connected.</summary>
    None,

    Connected,

    /// <summary>It was connected, and the provider no longer honours it: the person connects again.</summary>
    Reconnect,
}
