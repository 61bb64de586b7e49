using System.Text.Json.Serialization;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Identity;

/// <summary>The authenticated person of one request and how they proved it.</summary>
[JsonConverter(typeof(NeverSerialized<Caller>))]
public sealed class Caller
{
    internal Caller(Subject subject, CallerProof proof, string? session = null, SecretText? presented = null, DateTimeOffset? signedInAt = null)
    {
        Subject = subject;
        Proof = proof;
        Session = session;
        Presented = presented;
        SignedInAt = signedInAt;
    }

    public Subject Subject { get; }

    public CallerProof Proof { get; }

    /// <summary>Which browser session it is, where it is one.</summary>
    internal string? Session { get; }

    /// <summary>When this browser session began.</summary>
    internal DateTimeOffset? SignedInAt { get; }

    /// <summary>The end of the bearer token's lifetime. A stream that it opened ends then.</summary>
    internal DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What the audit tells the person about the proof, as JSON text: the Slack user of a click.</summary>
    internal string? ProofDetails { get; init; }

    /// <summary>The bearer token of this request, for as long as the request lasts.</summary>
    internal SecretText? Presented { get; }

    /// <summary>
    /// True for a first-party browser session, which confirms, shares and takes back. Also true for a click in Slack, which confirms only.
    /// </summary>
    public bool MayConfirm => Proof is CallerProof.BrowserSession or CallerProof.SlackClick;
}

public enum CallerProof
{
    BearerToken,
    BrowserSession,

    /// <summary>A signed click of a linked Slack user. Slack and this app require the same identity provider.</summary>
    SlackClick,
}
