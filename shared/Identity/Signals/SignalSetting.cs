namespace Onbehalf.Identity.Signals;

/// <summary>One entry of <c>ONBEHALF_IDENTITY_SIGNALS</c> as written by the operator.</summary>
internal sealed record SignalSetting
{
    /// <summary>The last part of the address it is sent to: <c>/api/webhooks/identity/{provider}</c>.</summary>
    public required string Provider { get; init; }

    /// <summary><c>okta</c>, <c>graph</c> or <c>ssf</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The id, in <c>ONBEHALF_ISSUERS</c>, of the issuer whose people it tells about; the same as <see cref="Provider"/> when absent.</summary>
    public string? People { get; init; }

    /// <summary>Okta: the value of the header. Graph: <c>clientState</c>. Shared Signals: the <c>Authorization</c> header, where the transmitter sends one.</summary>
    public string? Secret { get; init; }

    /// <summary>Accepted beside <see cref="Secret"/> while it is being changed.</summary>
    public string? PreviousSecret { get; init; }

    /// <summary>Okta: the header with the secret; <c>Authorization</c> when absent.</summary>
    public string? Header { get; init; }

    /// <summary>Okta: the id of this app there. Somebody who is taken out of it is signed out; without it, only asked about.</summary>
    public string? Application { get; init; }

    /// <summary>Shared Signals: <c>iss</c> of its tokens.</summary>
    public string? Issuer { get; init; }

    /// <summary>Shared Signals: <c>aud</c> of its tokens.</summary>
    public string? Audience { get; init; }

    /// <summary>Shared Signals: where its keys are.</summary>
    public string? JwksUri { get; init; }
}
