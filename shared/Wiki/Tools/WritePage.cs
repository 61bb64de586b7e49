using System.Globalization;
using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Wiki.Tools;

/// <summary>Writes one page after the speaker has confirmed exactly this text, place and audience.</summary>
internal sealed class WritePage(WikiSpaces spaces, PlannedPages planned, WikiPages pages) : IOwnTool
{
    public static ToolKind Kind { get; } = new(new("write_page"), ToolEffect.SideEffect);

    public ToolName Name => Kind.Name;

    public string Description =>
        "Writes a wiki page, after the person you answer has confirmed the exact text. Give page (an id) for a page that exists, or space and title; text is the whole page as Markdown.";

    public BinaryData Parameters { get; } =
        BinaryData.FromString(
            """
            {"type":"object","properties":{"page":{"type":"string","description":"Id of the page to replace."},"space":{"type":"string","description":"Id or name of the space."},"title":{"type":"string"},
            "text":{"type":"string","description":"The whole page, Markdown."}},"required":["text"],"additionalProperties":false}
            """
        );

    public ToolEffect Effect => Kind.Effect;

    public async Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation) =>
        (await spaces.ReadableAsync(authority, cancellation)).Any(space => space.LetsWrite(authority));

    public ToolIntent Describe(JsonElement arguments) => new(WikiRights.Name, "write");

    public async Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation) =>
        await planned.ReadAsync(authority, arguments, cancellation) switch
        {
            Planned.Ready ready => new ToolPreview.Ready(Card(ready)) { Shows = ready.Old is { } old ? [WikiRights.Read(old.Id)] : [] },
            Planned.Refused refused => new ToolPreview.Refused(refused.Result),
            _ => throw new InvalidOperationException("A plan is Ready or Refused."),
        };

    public async Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation)
    {
        switch (await planned.ReadAsync(permit.Authority, arguments, cancellation))
        {
            case Planned.Refused refused:
                return refused.Result;
            case Planned.Ready ready when ready.Digest != permit.ConfirmedDigest:
                return Changed();
            case Planned.Ready ready:
                var write = ready.Old is { } old
                    ? await pages.WriteAsync(permit.Authority, old.Id, old.Version, ready.Title, ready.Text, cancellation)
                    : await pages.CreateAsync(permit.Authority, PageId.New(ready.Space.Id), ready.Title, ready.Text, cancellation);
                return Said(write);
            default:
                throw new InvalidOperationException("A plan is Ready or Refused.");
        }
    }

    private static ToolResult Said(PageWrite write) => write switch
    {
        PageWrite.Written(var page) => new(ToolStatus.Succeeded, $"Done: page {page.Id} says this now.", [WikiRights.Written(page.Id)]),
        PageWrite.Moved => Changed(),
        PageWrite.NotWriter or PageWrite.NotFound => PlannedPages.Missing(),
        _ => throw new InvalidOperationException("Unknown outcome."),
    };

    private static ToolResult Changed() =>
        Arguments.Refused(RefusalCodes.Changed, "the page is no longer what was confirmed.", [Evidence.Touched.Unknown(WikiRights.Name)]);

    private static ConfirmationCard Card(Planned.Ready plan)
    {
        var (title, target) = plan.Old is { } old
            ? (string.Create(CultureInfo.InvariantCulture, $"Replace version {old.Version} of a wiki page"), $"{plan.Space.Name} / {old.Title}")
            : ("Write a new wiki page", $"{plan.Space.Name} / {plan.Title} (new)");
        return new(
            title,
            VisibleText.Show(target)!,
            $"read by {VisibleText.Show(plan.Space.Audience)}",
            [
                new("title", VisibleText.Show(plan.Old?.Title), VisibleText.Show(plan.Title)),
                new("text", VisibleText.Show(plan.Old?.Text), VisibleText.Show(plan.Text)),
            ],
            [],
            plan.Digest);
    }
}
