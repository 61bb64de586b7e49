using System.Globalization;
using System.Text.Json;
using Onbehalf.Automations.Runs;
using Onbehalf.Automations.Schedules;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Tools;

namespace Onbehalf.Automations.Tools;

/// <summary>
/// Schedules a continuation of the run: the agreed prompt is asked again at a later time, with the answers so far. No other text of the model, no
/// authority and no confirmation is carried over.
/// </summary>
internal sealed class RunLater(RunStore runs, RunTree tree, TimeProvider time) : IRunTool
{
    internal const string Called = "run_later";

    private const string Local = "yyyy-MM-dd'T'HH:mm";

    public static ToolKind Kind { get; } = new(new(Called), ToolEffect.Read);

    public ToolName Name => Kind.Name;

    public string Description =>
        "Has this run go on later: at that time the same is asked again, and what you answered so far is there. Give at, or inMinutes. Afterwards say what there is to say until then.";

    public BinaryData Parameters { get; } =
        BinaryData.FromString(
            """
            {"type":"object","properties":{"at":{"type":"string","description":"Local time: 2026-11-27T09:00"},"timeZone":{"type":"string","description":"IANA name; UTC when left out."},
            "inMinutes":{"type":"number","description":"Instead of at."}},"additionalProperties":false}
            """
        );

    public ToolEffect Effect => Kind.Effect;

    public Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation) => Task.FromResult(true);

    public ToolIntent Describe(JsonElement arguments) => new(RunRights.Name, "later");

    public Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation) => Task.FromResult<ToolPreview?>(null);

    public async Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation)
    {
        if (permit.Run is not RunVerdict.Good { Run: var run })
            return Arguments.Refused("tool-unavailable", "only a run goes on later.", [RunRights.Told]);
        var now = time.GetUtcNow();
        if (Wanted(arguments, now) is not { } at || at <= now)
            return Arguments.Failed(RefusalCodes.Shape, "give at, a later time such as 2026-11-27T09:00 with an IANA timeZone; or inMinutes, above 0.");
        if (await tree.LastMomentAsync(run, cancellation) is var last && at > last)
            return Arguments.Refused(
                RefusalCodes.Limit,
                string.Create(
                    CultureInfo.InvariantCulture, $"a run ends within {RunLimits.Longest.Days} days: this one by {last.UtcDateTime:yyyy-MM-dd HH:mm} UTC."),
                [RunRights.Told]);
        if (!await tree.TakeAsync(run, permit.CallId, cancellation))
            return Arguments.Refused(RefusalCodes.Limit, $"a run and its parts go on {RunLimits.FurtherTurns} times in all.", [RunRights.Told]);
        await runs.ChangeAsync(run.Id, one => one.IsLive ? one with { GoesOnAt = at } : null, cancellation);
        return new(
            ToolStatus.Succeeded,
            string.Create(CultureInfo.InvariantCulture, $"Done: this run goes on at {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC."),
            [RunRights.Told]);
    }

    private static DateTimeOffset? Wanted(JsonElement arguments, DateTimeOffset now)
    {
        if (arguments.TryGetProperty("inMinutes", out var minutes))
            return minutes.ValueKind is JsonValueKind.Number && minutes.TryGetDouble(out var count) && count is > 0 and < 1_000_000
                ? now.AddMinutes(count)
                : null;
        return IanaZone.Find(Arguments.Text(arguments, "timeZone") ?? "UTC") is { } zone
            && DateTime.TryParseExact(Arguments.Text(arguments, "at"), Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? ClockChanges.Moment(local, zone)
            : null;
    }
}
