using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Automations.Runs;

/// <summary>
/// A part of a run: its task, written by the agent, with the evidence of that text, and the tools that it may use. A part only narrows the rights of
/// the run above it.
/// </summary>
/// <param name="Tools">A subset of the parent run's tools; never empty.</param>
/// <param name="Consents">Ids of the parent run's consents that it may use.</param>
public sealed record RunPart(
    string Ask, ImmutableArray<string> Tools, ImmutableArray<string> Consents, ImmutableArray<EvidencePiece> Evidence, ImmutableArray<TextAuthor> TextAuthors)
{
    /// <summary>
    /// Returns the intersection with <paramref name="above"/>. Null when no tool is left, because an empty list of tools would mean all tools that
    /// read.
    /// </summary>
    public AutomationContent? Of(AutomationContent above)
    {
        ArgumentNullException.ThrowIfNull(above);
        ImmutableArray<string> tools = [.. above.Tools.Intersect(Tools, StringComparer.Ordinal)];
        return tools.IsEmpty
            ? null
            : above with { Tools = tools, Consents = [.. above.Consents.Where(consent => Consents.Contains(consent.Id, StringComparer.Ordinal))] };
    }

    public override string ToString() => "RunPart";
}
