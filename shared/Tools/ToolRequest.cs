using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Onbehalf.Audit;
using Onbehalf.Evidence;
using Onbehalf.People;

namespace Onbehalf.Tools;

/// <summary>
/// One call somebody's turn (or hand) asks for. The subject comes from the message row or the verified caller, never from arguments.
/// </summary>
/// <param name="Subject">As whom it runs.</param>
/// <param name="CallId">The idempotency key.</param>
/// <param name="Tool">As asked for; may name nothing.</param>
/// <param name="Arguments">Untrusted.</param>
/// <param name="Act">By hand, or by the agent attended or not.</param>
/// <param name="TextAuthors">Everyone else whose text was in the context that led here.</param>
/// <param name="ConfirmedDigest">What the person said yes to; null when nobody was asked.</param>
/// <param name="Run">The run that asks, unattended; null while the person is there.</param>
/// <param name="Consent">The standing consent that the call was found to fit, for <paramref name="ConfirmedDigest"/>; null where the person was asked.</param>
[JsonConverter(typeof(NeverSerialized<ToolRequest>))]
public sealed record ToolRequest(
    Subject Subject,
    string CallId,
    string Tool,
    JsonElement Arguments,
    Act Act,
    string? Thread,
    string? Turn,
    ImmutableArray<TextAuthor> TextAuthors,
    string? ConfirmedDigest = null,
    RunCall? Run = null,
    string? Consent = null)
{
    /// <summary>What the context rested on in which the call was written; empty for a person's own hand.</summary>
    public ImmutableArray<EvidencePiece> Evidence { get; init; } = [];

    /// <summary>The digest of a departure that its person agreed to before the source is asked for the card of the change.</summary>
    public string? AgreedToSend { get; init; }
}

/// <summary>What came of a request: the result, and the audit row that says so.</summary>
/// <param name="Source">What was asked: a source of the deployment, or the tool itself when it never came to that.</param>
/// <param name="ActId">The key of the recorded intent its outcome belongs to; null when nothing was acted on.</param>
public sealed record ToolOutcome(ToolResult Result, string? AuditId, ToolOutcomeKind Kind, string Source, string? ActId = null);

public enum ToolOutcomeKind
{
    Acted,
    Denied,

    /// <summary>The run itself may not go on: nothing was done, nothing is kept, and the call is made again if the run goes on.</summary>
    Held,

    /// <summary>An earlier attempt left an intent without an outcome; for a side effect nobody can say whether it happened.</summary>
    Unknown,
}
