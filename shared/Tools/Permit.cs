using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Onbehalf.Acts;
using Onbehalf.Audit;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Tools;

/// <summary>
/// Proof that one exact call by one person was allowed a moment ago and that its intent is on record. <c>InvokeTool</c> alone makes one, from the
/// receipt of that record. A permit never crosses durable history.
/// </summary>
[JsonConverter(typeof(NeverSerialized<Permit>))]
public sealed class Permit
{
    internal Permit(Authority authority, ToolName tool, ToolRequest request, IJudgedRun? run, AuditReceipt intent)
    {
        Authority = authority;
        Tool = tool;
        Intent = intent.Id;
        CallId = request.CallId;
        ConfirmedDigest = request.ConfirmedDigest;
        Run = run;
        Thread = request.Thread;
        Evidence = request.Evidence;
        TextAuthors = request.TextAuthors;
    }

    public Authority Authority { get; }

    public ToolName Tool { get; }

    /// <summary>The record of the intent.</summary>
    public AuditId Intent { get; }

    /// <summary>The idempotency key of the call.</summary>
    public string CallId { get; }

    /// <summary>The digest of the card the person confirmed; null for reads.</summary>
    public string? ConfirmedDigest { get; }

    /// <summary>The run that asks, as it stands at this moment; null while the person is there.</summary>
    public IJudgedRun? Run { get; }

    /// <summary>The conversation in which the call was made; null outside one.</summary>
    public string? Thread { get; }

    /// <summary>What the words of the call rest on, for a tool that keeps them.</summary>
    public ImmutableArray<EvidencePiece> Evidence { get; } = [];

    /// <summary>Everyone else whose words were there when the call was written.</summary>
    public ImmutableArray<TextAuthor> TextAuthors { get; } = [];
}
