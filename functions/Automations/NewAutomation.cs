using Onbehalf.Automations;

namespace Onbehalf.Functions.Automations;

/// <summary>The content of a new automation.</summary>
/// <param name="SharedWith">The thread whose members may read it.</param>
/// <param name="Slack">True if results also go to the author's direct messages in Slack.</param>
internal sealed record NewAutomation(
    string Title,
    string Prompt,
    WantedTrigger Trigger,
    IReadOnlyList<string>? Tools = null,
    IReadOnlyList<WantedConsent>? Consents = null,
    string? SharedWith = null,
    bool? Slack = null)
{
    public WantedContent Content => new(Title, Prompt, Trigger, Tools, Consents);
}
