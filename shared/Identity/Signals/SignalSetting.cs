namespace Onbehalf.Identity.Signals;

/// <summary>One entry of <c>ONBEHALF_IDENTITY_SIGNALS</c> as written by the operator.</summary>
internal sealed record SignalSetting
{
    /// <summary>The last segment of the address: <c>/api/webhooks/identity/{provider}</c>.</summary>
    public required string Provider { get; init; }

    /// <summary><c>okta</c>, <c>graph</c> or <c>ssf</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The id in <c>ONBEHALF_ISSUERS</c> of the issuer whose people the signals concern; by default <see cref="Provider"/>.</summary>
    public string? People { get; init; }

    /// <summary>
    /// Okta: the value of the header. Graph: <c>clientState</c>. Shared Signals: the <c>Authorization</c> header, if the transmitter sends one.
    /// </summary>
    public string? Secret { get; init; }

    /// <summary>The previous secret, accepted during a rotation.</summary>
    public string? PreviousSecret { get; init; }

    /// <summary>Okta: the header with the secret; by default <c>Authorization</c>.</summary>
    public string? Header { get; init; }

    /// <summary>
    /// Okta: the id of this app there. A person who is removed from it is signed out. Without this id, the account is only checked again.
    /// </summary>
    public string? Application { get; init; }

    /// <summary>Shared Signals: <c>iss</c> of its tokens.</summary>
    public string? Issuer { get; init; }

    /// <summary>Shared Signals: <c>aud</c> of its tokens.</summary>
    public string? Audience { get; init; }

    /// <summary>Shared Signals: the address of its keys.</summary>
    public string? JwksUri { get; init; }
}
