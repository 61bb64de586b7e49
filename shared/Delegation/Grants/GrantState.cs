namespace Onbehalf.Delegation.Grants;

public enum GrantState
{
    /// <summary>Nothing is connected.</summary>
    None,

    Connected,

    /// <summary>The provider no longer honours the grant: the person must connect again.</summary>
    Reconnect,
}
