using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Onbehalf.Audit;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Tools;
using Onbehalf.Vault;
using Onbehalf.Visibility;

namespace Onbehalf.Acts;

/// <summary>
/// Runs a rule's query as its author, through the enforcement point and with an audit row. The check is edge-triggered: it reports when the condition
/// became true since the last check. Only a keyed digest is stored between checks, encrypted for the author; never a row.
/// </summary>
public sealed class RuleLooks(InvokeTool invoke, Authorities authorities, AnswerVisibility visibility, Tables tables, PersonSeal seal)
{
    private const string Query = "query_data";

    public async Task<RuleLook> LookAsync(Automation automation, AutomationContent agreed, DateTimeOffset due, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(automation);
        if (agreed?.Trigger is not Trigger.Rule rule)
            throw new ArgumentException("Only a rule looks.", nameof(agreed));
        if (await IsClosedAsync(automation, agreed, cancellation))
            return new RuleLook.Lost(RunReasons.TextLocked);
        var content = ContentHash.Of(agreed);
        var before = await ReadAsync(automation, cancellation) is { } known && known.Content == content ? known : null;
        var kept = new KeptForOneLook();
        var outcome = await invoke.RunAsync(Request(automation, rule, due), kept, cancellation);
        if (outcome.Result is { Status: ToolStatus.Succeeded, Table: { } table })
            return Compare(
                rule.Condition, table, content, before, rule.Condition.Kind == "changes" ? await DigestAsync(automation, table, before, cancellation) : null);
        return (outcome.Kind, outcome.Result.RefusalCode) switch
        {
            (ToolOutcomeKind.Denied, var code) when AccountCodes.IsForNow(code) => new RuleLook.Failed(),
            (ToolOutcomeKind.Denied, { } code) => new RuleLook.Lost(code),
            (ToolOutcomeKind.Acted, RefusalCodes.NotFound or RefusalCodes.Shape or RefusalCodes.Refused or RefusalCodes.Identity) => new RuleLook.Lost(
                RunReasons.RuleRefused),
            _ => new RuleLook.Failed(),
        };
    }

    /// <summary>Whether the author may no longer see the evidence of the query's text. A refused author is left to the call itself.</summary>
    private async Task<bool> IsClosedAsync(Automation automation, AutomationContent agreed, CancellationToken cancellation) =>
        !agreed.Evidence.IsEmpty
        && await authorities.FindAsync(automation.Author, Freshness.Read, cancellation) is { } author
        && !await visibility.IsOpenAsync(author, agreed.Evidence, cancellation);

    public async Task RememberAsync(Automation automation, RuleState state, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(automation);
        var row = new TableEntity(AutomationKeys.Partition(automation.Id), AutomationKeys.Look)
        {
            ["State"] = await seal.SealAsync(automation.Author.Id, Context(automation), JsonSerializer.SerializeToUtf8Bytes(state), cancellation),
        };
        await tables.Automations.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
    }

    internal static RuleLook Compare(RuleCondition condition, ResultTable table, string content, RuleState? before, string? digest)
    {
        if (condition.Kind == "changes")
        {
            var next = new RuleState(content, Held: false, digest);
            return before is { Digest: { } old } && old != digest ? new RuleLook.CameTrue(next) : new RuleLook.Quiet(next);
        }

        var holds = FirstNumber(table) is { } number && (condition.Kind == "above" ? number > condition.Threshold : number < condition.Threshold);
        var state = new RuleState(content, holds, null);
        return holds && before is not { Held: true } ? new RuleLook.CameTrue(state) : new RuleLook.Quiet(state);
    }

    internal Task<string> DigestAsync(Automation automation, ResultTable table, RuleState? before, CancellationToken cancellation) => seal.DigestAsync(
        automation.Author.Id,
        Context(automation),
        JsonSerializer.SerializeToUtf8Bytes(new { columns = table.Columns.Select(static c => c.Name), rows = table.Rows }),
        before?.Digest,
        cancellation);

    private static decimal? FirstNumber(ResultTable table)
    {
        if (table.Rows.IsEmpty)
            return null;
        foreach (var (cell, column) in table.Rows[0].Zip(table.Columns))
        {
            if (column.Kind == "number"
                && (cell as string ?? (cell is JsonElement { ValueKind: JsonValueKind.String } quoted ? quoted.GetString() : null)) is { } digits
                && Number(digits) is { } exact)
                return exact;
            if (cell is IConvertible and not (string or bool or DateTime)
                && decimal.TryParse(
                    ((IConvertible)cell).ToString(CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                return number;
            if (cell is JsonElement { ValueKind: JsonValueKind.Number } json && json.TryGetDecimal(out number))
                return number;
        }

        return null;
    }

    /// <summary>
    /// Parses a number from text, because whole numbers beyond 2^53 and all decimals are stored as text. A number too large for a decimal is replaced
    /// by the largest or smallest decimal, which is on the same side of every threshold.
    /// </summary>
    private static decimal? Number(string digits) =>
        decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var large) && !double.IsNaN(large)
            ? large > 0 ? decimal.MaxValue
                : decimal.MinValue
        : null;

    private static ToolRequest Request(Automation automation, Trigger.Rule rule, DateTimeOffset due) => new(
        automation.Author,
        $"{RunId.Of(automation.Id, $"look:{due.UtcDateTime:O}")}.look",
        Query,
        JsonSerializer.SerializeToElement(new { source = rule.Source, sql = rule.Sql }),
        Act.AgentUnattended,
        automation.Home.Value,
        null,
        []);

    private static string Context(Automation automation) => AutomationKeys.SealContext(automation.Id, AutomationKeys.Look);

    private async Task<RuleState?> ReadAsync(Automation automation, CancellationToken cancellation)
    {
        var row = await tables.Automations.GetEntityIfExistsAsync<TableEntity>(
            AutomationKeys.Partition(automation.Id), AutomationKeys.Look, cancellationToken: cancellation);
        return row.HasValue && await seal.OpenAsync(automation.Author.Id, Context(automation), row.Value!.GetBinary("State"), cancellation) is { } plain
            ? JsonSerializer.Deserialize<RuleState>(plain)
            : null;
    }

    /// <summary>Stores nothing, because the rows of a check are never requested again. A crashed attempt is repeated as a new read.</summary>
    private sealed class KeptForOneLook : IResultStore
    {
        public Task<ToolOutcome?> FindAsync(CancellationToken cancellation) => Task.FromResult<ToolOutcome?>(null);

        public Task KeepAsync(ToolOutcome outcome, CancellationToken cancellation) => Task.CompletedTask;
    }
}

/// <summary>The result of a rule's check.</summary>
public abstract record RuleLook
{
    private RuleLook()
    {
    }

    /// <summary>The condition became true since the last check.</summary>
    /// <param name="State">The state to store after the run has started.</param>
    public sealed record CameTrue(RuleState State) : RuleLook;

    public sealed record Quiet(RuleState State) : RuleLook;

    /// <summary>The check failed temporarily. The next check compares with the last successful one.</summary>
    public sealed record Failed : RuleLook;

    /// <summary>The author's right to the check is gone.</summary>
    public sealed record Lost(string Slug) : RuleLook;
}

/// <param name="Content">The hash of the agreed content. The first check of other content has no earlier state.</param>
/// <param name="Digest">A digest of the rows with a key of the author, for <c>changes</c>.</param>
public sealed record RuleState(string Content, bool Held, string? Digest);
