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
/// A capability: proof that one exact call by one person was allowed and that its intent is recorded. Only <c>InvokeTool</c> creates it, from the
/// receipt of that record. It is never serialised into durable history.
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

    /// <summary>The id of the intent's audit row.</summary>
    public AuditId Intent { get; }

    /// <summary>The idempotency key of the call.</summary>
    public string CallId { get; }

    /// <summary>The digest of the confirmed card; null for reads.</summary>
    public string? ConfirmedDigest { get; }

    /// <summary>The judged run that makes the call; null when the person is present.</summary>
    public IJudgedRun? Run { get; }

    /// <summary>The conversation in which the call was made; null outside one.</summary>
    public string? Thread { get; }

    /// <summary>The evidence of the call's text, for a tool that stores it.</summary>
    public ImmutableArray<EvidencePiece> Evidence { get; } = [];

    /// <summary>The other people whose text was in the context of the call.</summary>
    public ImmutableArray<TextAuthor> TextAuthors { get; } = [];
}

/// <summary>The judged run that makes a call: it may take its next step.</summary>
public interface IJudgedRun;
