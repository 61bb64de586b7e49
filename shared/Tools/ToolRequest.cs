using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Onbehalf.Audit;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Tools;

/// <summary>
/// One requested call, from a turn or a person's click. The subject comes from the message row or the verified caller, never from the arguments.
/// </summary>
/// <param name="Subject">The person as whom it runs.</param>
/// <param name="CallId">The idempotency key.</param>
/// <param name="Tool">The requested name, which may be unknown.</param>
/// <param name="Arguments">Untrusted.</param>
/// <param name="Act">By a person's click, or by the agent, attended or unattended.</param>
/// <param name="TextAuthors">The other people whose text was in the context of the call.</param>
/// <param name="ConfirmedDigest">The digest of the confirmed card; null when nobody was asked.</param>
/// <param name="Run">The run that makes the call, unattended; null when the person is present.</param>
/// <param name="Consent">The standing consent that covers the call with <paramref name="ConfirmedDigest"/>; null when the person was asked.</param>
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
    /// <summary>The evidence of the context in which the call was written; empty for a person's own click.</summary>
    public ImmutableArray<EvidencePiece> Evidence { get; init; } = [];

    /// <summary>The digest of a departure that the person confirmed before the preview queries the source.</summary>
    public string? AgreedToSend { get; init; }
}

/// <summary>The outcome of a request: the result, and the id of its audit row.</summary>
/// <param name="Source">The queried source, or the tool itself when no source was reached.</param>
/// <param name="ActId">The call id of the recorded intent; null when nothing was executed.</param>
public sealed record ToolOutcome(ToolResult Result, string? AuditId, ToolOutcomeKind Kind, string Source, string? ActId = null);

public enum ToolOutcomeKind
{
    Acted,
    Denied,

    /// <summary>The run may not continue. Nothing was executed or stored, and the call is repeated if the run continues.</summary>
    Held,

    /// <summary>An earlier attempt has an intent without an outcome. It is unknown whether its side effect happened.</summary>
    Unknown,
}

/// <summary>The run on whose behalf an unattended call is made.</summary>
/// <param name="Call">The call's id, the same for every confirmation request. It is the key for the use of a standing consent.</param>
public sealed record RunCall(RunId Id, SubjectId Author, string Call)
{
    /// <summary>The ancestors of a part, the root run first.</summary>
    public ImmutableArray<RunId> Chain { get; init; } = [];
}

/// <summary>Traces a tool call as a span. The name is a known tool's or absent, because a name that the model invented is untrusted text.</summary>
internal static class ToolTrace
{
    private static readonly ActivitySource Source = new("Onbehalf.Tools");

    public static Activity? Execute(ToolName? tool, ToolRequest request) =>
        Source.StartActivity("execute_tool")
            ?.SetTag("gen_ai.operation.name", "execute_tool")
            .SetTag("gen_ai.tool.name", tool?.Value)
            .SetTag("gen_ai.tool.call.id", request.CallId)
            .SetTag("gen_ai.conversation.id", request.Thread)
            .SetTag("onbehalf.run.id", request.Run?.Id.Value);
}
