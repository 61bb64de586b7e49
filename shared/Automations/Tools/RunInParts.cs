using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Automations.Runs;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Automations.Tools;

/// <summary>
/// Lets a run start a child run with a subset of its own tools and consents. The child has the same author, budget and end date. It starts after the
/// run's current turn; the run continues when the child has ended.
/// </summary>
internal sealed class RunInParts(RunStore runs, RunTree tree, TimeProvider time) : IRunTool
{
    internal const string Called = "run_part";

    public static ToolKind Kind { get; } = new(new(Called), ToolEffect.Read);

    public ToolName Name => Kind.Name;

    public string Description =>
        "Does one part of what was asked on its own, with only the tools you name of your own. Call it once per part, then end your answer: you go on when all parts have ended, and then read what they answered.";

    public BinaryData Parameters { get; } =
        BinaryData.FromString(
            """
            {"type":"object","properties":{"ask":{"type":"string","description":"What this part is to do."},"tools":{"type":"array","items":{"type":"string"},"description":"The only tools it may use, of your own."},
            "consents":{"type":"array","items":{"type":"string"},"description":"Ids of the standing consents it may use; none when left out."}},"required":["ask","tools"],"additionalProperties":false}
            """
        );

    public ToolEffect Effect => Kind.Effect;

    public Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation) => Task.FromResult(true);

    public ToolIntent Describe(JsonElement arguments) => new(RunRights.Name, "part");

    public Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation) => Task.FromResult<ToolPreview?>(null);

    public async Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation)
    {
        if (permit.Run is not RunVerdict.Good { Run: var run, Content: var mine })
            return Arguments.Refused("tool-unavailable", "only a run has parts.", [RunRights.Told]);
        if (Read(permit, arguments) is not { } part)
            return Arguments.Failed(
                RefusalCodes.Shape, $"give ask, of at most {RunLimits.LongestAsk} characters, tools (at least one) and, if any, consents: lists of names.");
        if (part.Tools.Except(mine.Tools, StringComparer.Ordinal).Any()
            || part.Consents.Except(mine.Consents.Select(static consent => consent.Id), StringComparer.Ordinal).Any())
            return Arguments.Refused("NOT_YOURS", "a part has only tools and consents that this run has itself.", [RunRights.Told]);
        if (run.Chain.Length >= RunLimits.Deepest)
            return Arguments.Refused(RefusalCodes.Limit, "this is a part of a part and has none of its own.", [RunRights.Told]);
        var (id, now) = (RunId.Of(run.Id.Automation, $"part:{permit.CallId}"), time.GetUtcNow());
        var state = new RunState(id, run.Author, run.Title, run.ContentHash, run.Home, OccasionKind.Part, now, now, RunStatus.Running)
        {
            Chain = run.Chain.Add(run.Id),
            Part = part,
            TextAuthors = run.TextAuthors,
        };
        if (!RunRows.Holds(state))
            return Arguments.Refused(
                RefusalCodes.Limit, "this run has read too much to hand on: have parts begin before the reading, or do this part yourself.", [RunRights.Told]);
        if (!await tree.TakeAsync(run, permit.CallId, cancellation))
            return Arguments.Refused(RefusalCodes.Limit, $"a run and its parts go on {RunLimits.FurtherTurns} times in all.", [RunRights.Told]);
        if (!await IsOneOfItsAsync(run, id, cancellation))
            return Arguments.Refused(RefusalCodes.Limit, $"a run has {RunLimits.MostParts} parts at most.", [RunRights.Told]);
        await runs.AddAsync(state, cancellation);
        return new(ToolStatus.Succeeded, "Done: this part begins when your answer has ended.", [RunRights.Told]);
    }

    /// <summary>Adds the part's id to the run before the part is created, so no part is orphaned.</summary>
    private async Task<bool> IsOneOfItsAsync(RunState run, RunId part, CancellationToken cancellation)
    {
        var isThere = false;
        await runs.ChangeAsync(
            run.Id,
            one =>
            {
                isThere = one.Parts.Contains(part);
                if (isThere || !one.IsLive || one.Parts.Length >= RunLimits.MostParts)
                    return null;
                isThere = true;
                return one with { Parts = one.Parts.Add(part) };
            },
            cancellation);
        return isThere;
    }

    private static RunPart? Read(Permit permit, JsonElement arguments) =>
        Arguments.Text(arguments, "ask")?.Trim() is { Length: > 0 and <= RunLimits.LongestAsk } ask
        && Names(arguments, "tools") is { IsEmpty: false } tools
        && Names(arguments, "consents") is { } consents
            ? new(ask, tools, consents, permit.Evidence, permit.TextAuthors)
            : null;

    private static ImmutableArray<string>? Names(JsonElement arguments, string name)
    {
        if (!arguments.TryGetProperty(name, out var list) || list.ValueKind is JsonValueKind.Null)
            return [];
        return list.ValueKind is JsonValueKind.Array && list.EnumerateArray().All(static item => item.ValueKind is JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(static item => item.GetString()!).Distinct(StringComparer.Ordinal)]
            : null;
    }
}
