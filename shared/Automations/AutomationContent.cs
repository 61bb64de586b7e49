using System.Collections.Immutable;

namespace Onbehalf.Automations;

/// <summary>Everything its author agrees to; what differs in any of it is another content with another <see cref="ContentHash"/>.</summary>
/// <param name="Tools">The only tools its runs may use, so that a run never has more than its author agreed to; empty means those that read.</param>
public sealed record AutomationContent(string Title, string Prompt, Trigger Trigger, ImmutableArray<string> Tools, ImmutableArray<StandingConsent> Consents);
