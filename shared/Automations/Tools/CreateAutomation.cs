using System.Text.Json;
using Onbehalf.Audit;
using Onbehalf.Automations.Runs;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tools;

namespace Onbehalf.Automations.Tools;

/// <summary>
/// Creates an automation of the speaker. Its card shows schedule, next times, prompt, tools and every consent in full. The confirmation of the card,
/// from the speaker's own browser session, is the author's agreement to the content.
/// </summary>
internal sealed class CreateAutomation(ContentReader reader, Authoring authoring, FinishedAutomations finished, Authorities authorities, TimeProvider time)
    : IOwnTool, IKeepsText
{
    internal const string Called = "create_automation";

    internal const string Place = "automations";

    public static ToolKind Kind { get; } = new(new(Called), ToolEffect.SideEffect);

    public ToolName Name => Kind.Name;

    public string Description =>
        "Makes an automation that runs as the person you answer, later and without them, after they have agreed to exactly what it says: on a schedule, once at a time, on a signed event, or when a query's result meets a condition.";

    public BinaryData Parameters { get; } =
        BinaryData.FromString(
            """
            {"type":"object","properties":{"title":{"type":"string"},"prompt":{"type":"string","description":"What each run asks, as the person would type it."},
            "trigger":{"type":"object","properties":{"kind":{"type":"string","enum":["schedule","once","event","rule"]},"words":{"type":"string","description":"The time as people say it: every Monday at 8:00, every other Friday at noon; for once: tomorrow at noon, in 2 hours. For a rule: how often it checks."},
            "cron":{"type":"string","description":"Instead of words: minute hour day month weekday."},"timeZone":{"type":"string","description":"IANA name; leave it out to mean the person's own."},"at":{"type":"string","description":"For once, instead of words: 2026-11-27T09:00:00+01:00"},"format":{"type":"string","enum":["standard","github","stripe"]},
            "source":{"type":"string"},"sql":{"type":"string","description":"For a rule: one SELECT."},
            "condition":{"type":"object","properties":{"kind":{"type":"string","enum":["changes","above","below"]},"threshold":{"type":"number"}},"required":["kind"]}},"required":["kind"]},
            "tools":{"type":"array","items":{"type":"string"},"description":"The only tools its runs may use; leave out for those that read. Beyond yours, run_later lets a run go on by itself later, run_part lets it have parts of its work done with fewer tools, change_item changes items of lists and boards: name them only where the person asks for that."},
            "consents":{"type":"array","items":{"type":"object","properties":{"tool":{"type":"string"},"target":{"type":"string"},"fields":{"type":"object"},"sources":{"type":"array","items":{"type":"string"}},"audience":{"type":"string"},
            "total":{"type":"integer"},"until":{"type":"string"}},"required":["tool","target","audience","total","until"]}}},"required":["title","prompt","trigger"],"additionalProperties":false}
            """
        );

    public ToolEffect Effect => Kind.Effect;

    /// <summary>Available only if the directory can confirm the person later, without a sign-in.</summary>
    public Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation) =>
        authorities.CanConfirmLaterAsync(authority.Subject, cancellation);

    public ToolIntent Describe(JsonElement arguments) => new(
            Place,
            arguments.TryGetProperty("trigger", out var trigger) && Arguments.Text(trigger, "kind") is "schedule" or "once" or "event" or "rule"
                ? $"create {trigger.GetProperty("kind").GetString()}"
                : "create");

    public Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation) => Task.FromResult<ToolPreview?>(
        PlannedAutomation.Of(reader, arguments, time) switch
        {
            PlannedAutomation.Ready ready => new ToolPreview.Ready(ready.CardFor(authority)),
            PlannedAutomation.Refused refused => new ToolPreview.Refused(refused.Result),
            _ => throw new InvalidOperationException("A plan is Ready or Refused."),
        });

    public async Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation)
    {
        switch (PlannedAutomation.Of(reader, arguments, time))
        {
            case PlannedAutomation.Refused refused:
                return refused.Result;
            case PlannedAutomation.Ready ready when ready.DigestFor(permit.Authority) != permit.ConfirmedDigest:
                return Arguments.Refused(RefusalCodes.Changed, "this is not what was agreed to.", []);
            case PlannedAutomation.Ready ready when Written(ready, permit) is var content && !AutomationRows.Holds(content):
                return Arguments.Refused(
                    RefusalCodes.Limit, "this rests on more than an automation can keep with it: ask for it in a new conversation.", [RunRights.Told]);
            case PlannedAutomation.Ready ready:
                await finished.TidyAsync(permit.Authority, permit.Run is null ? Act.AgentAttended : Act.AgentUnattended, cancellation);
                return
                    await authoring.CreateAsync(permit.Authority, Written(ready, permit), null, agreed: true, cancellation) is { } made
                    ? new(ToolStatus.Succeeded, $"Done: automation {made.Id} runs {TriggerWords.Of(ready.Content.Trigger)}.", [RunRights.Told])
                    : Arguments.Refused(
                        RefusalCodes.Limit,
                        "the person has as many automations as one person may, beside the finished ones; one has to be deleted first.",
                        [RunRights.Told]);
            default:
                throw new InvalidOperationException("A plan is Ready or Refused.");
        }
    }

    /// <summary>The content with what its writer, the model, had taken in: whose words, and which data.</summary>
    private static AutomationContent Written(PlannedAutomation.Ready ready, Permit permit) => ready.Content
        .WithWordsOf(permit.TextAuthors, permit.Authority.Subject.Id)
        .WithEvidence(EvidencePiece.WithoutUndecidedEmpty(permit.Evidence));
}
