using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Turns;

/// <summary>
/// Adds the speaker's private part of the conversation: answers that they may see and some member may not. The step is recorded. From then on,
/// these answers are evidence of the turn (<see cref="ConversationReader"/>).
/// </summary>
internal sealed class EarlierAnswers : IAttendedTool
{
    internal const string Called = "earlier_answers";

    public static ToolKind Kind { get; } = new(new(Called), ToolEffect.Read);

    public ToolName Name => Kind.Name;

    public string Description =>
        "Shows earlier answers of this conversation that not everybody in it may see but the person you answer may. Call it when the question goes on from an answer that you do not see above, and not otherwise: what you then say is shown to fewer people.";

    public BinaryData Parameters { get; } = BinaryData.FromString("""{"type":"object","properties":{},"additionalProperties":false}""");

    public ToolEffect Effect => Kind.Effect;

    public Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation) => Task.FromResult(true);

    public ToolIntent Describe(JsonElement arguments) => new(ConversationRights.Name, "earlier answers") { IsSent = false };

    public Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation) => Task.FromResult<ToolPreview?>(null);

    public Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation) => Task.FromResult(
        new ToolResult(ToolStatus.Succeeded, "The conversation above now holds every answer that this person may see.", [ConversationRights.Opened]));
}

/// <summary>Every member may know that a speaker opened earlier answers. The answers are separate evidence.</summary>
internal sealed class ConversationRights : IRights
{
    public const string Name = "conversation";

    private static readonly IHeldRights Anybody = new Members();

    public string Source => Name;

    internal static Touched Opened { get; } = new(Name, "earlier", [], [], CarriesData: false);

    public Task<IHeldRights?> OfAsync(Authority viewer, CancellationToken cancellation) => Task.FromResult<IHeldRights?>(Anybody);

    public Task<IHeldRights?> RecallAsync(Authority viewer, CancellationToken cancellation) => OfAsync(viewer, cancellation);

    private sealed class Members : IHeldRights
    {
        public bool Cover(Touched touched, bool isAsker) => touched is { Undecided: false, CarriesData: false };
    }
}
