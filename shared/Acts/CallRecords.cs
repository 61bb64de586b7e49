using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Audit;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.Mcp;
using Onbehalf.Tools;

namespace Onbehalf.Acts;

/// <summary>Builds the audit rows of a call: the intent from the request, the outcome from the result.</summary>
internal sealed class CallRecords(ToolCatalog catalog, Zones zones)
{
    /// <param name="intent">Null when the call did not reach a source.</param>
    public async Task<AuditEntry> IntentAsync(ToolRequest request, ToolIntent? intent, CancellationToken cancellation) => new()
    {
        CallId = request.CallId,
        Subject = AuditPerson.Of(request.Subject),
        Act = request.Act,
        Action = AuditAction.ToolCall,
        Decision = AuditDecision.Allowed,
        ThreadId = request.Thread,
        TurnId = request.Turn,
        RunId = request.Run?.Id.Value,
        PartOf = [.. request.Run?.Chain.Select(static run => run.Value) ?? []],
        Author = request.Run?.Author ?? (request.Act is Act.AgentUnattended ? request.Subject.Id : null),
        Approver = request.ConfirmedDigest is null ? null : request.Subject.Id,
        Consent = request.Consent,
        TextAuthors = [.. request.TextAuthors.Select(static author => author.Id)],
        ContextSources = SourcesIn(request.Evidence),
        Tool = await NamedAsync(request, cancellation),
        Resource = intent is null ? null : AuditResource.Of(intent.Source),
        Shape = intent?.Shape,
        Details = request.Arguments.ValueKind is JsonValueKind.Undefined ? null : request.Arguments.GetRawText(),
    };

    /// <param name="intent">The entry of the call, or the one read from its record, which has no details.</param>
    public static AuditEntry Outcome(AuditEntry intent, ToolOutcome outcome) => outcome.Kind is ToolOutcomeKind.Unknown
        ? intent with { Decision = AuditDecision.Unknown, Details = null }
        : intent with
        {
            Decision = outcome.Result.Status switch
            {
                ToolStatus.Succeeded => AuditDecision.Succeeded,
                ToolStatus.Refused => AuditDecision.Refused,
                ToolStatus.Failed => AuditDecision.Failed,
                _ => throw new InvalidOperationException($"No such status: {outcome.Result.Status}."),
            },
            Reason = outcome.Result.RefusalCode,
            Resource = TouchedResource.Of(intent.Resource!.Source, outcome.Result.Touched),
            Shape = CallShape.Of(intent.Shape, outcome.Result.Touched),
            Details = outcome.Result.Table is { } table ? JsonSerializer.Serialize(new { rows = table.Rows.Length, truncated = table.Truncated }) : null,
        };

    /// <summary>
    /// The open part of a row contains only the product's own names and those of the deployment's configuration. Data of any other source counts as
    /// <c>*</c>. The sources behind a share are not named, because its readers see its frozen bytes only. The touch of a denied call has a tool's name
    /// in place of a source and carries no data, so it is omitted.
    /// </summary>
    private ImmutableArray<string> SourcesIn(ImmutableArray<EvidencePiece> context) =>
    [
        .. context.Where(static piece => piece.Share is null).SelectMany(static piece => piece.Touched)
            .Where(touched => !Departure.IsListOfTools(touched) && (touched.CarriesData || zones.Has(touched.Source)))
            .Select(touched => zones.Has(touched.Source) ? touched.Source : "*")
            .Concat(context.Any(static piece => piece.Share is not null) ? [AuditEntry.SharedAnswer] : [])
            .Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>Returns the tool's name. Null for a name that the model invented, which is stored in the encrypted part only.</summary>
    public async Task<ToolName?> NamedAsync(ToolRequest request, CancellationToken cancellation) => catalog.Find(request.Tool) switch
    {
        IConnectionTool elsewhere when !await elsewhere.IsNamedAsync(request.Subject.Id, cancellation) => null,
        var tool => tool?.Name,
    };
}
