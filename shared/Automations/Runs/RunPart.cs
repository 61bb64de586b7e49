using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Automations.Runs;

/// <summary>A part of a run: what it is to do, in the agent's words with all that they rest on, and what it may use for it. It only ever narrows.</summary>
/// <param name="Tools">Of the tools of the run that began it; never empty.</param>
/// <param name="Consents">Ids of the consents of the run that began it.</param>
public sealed record RunPart(
    string Ask, ImmutableArray<string> Tools, ImmutableArray<string> Consents, ImmutableArray<EvidencePiece> Evidence, ImmutableArray<TextAuthor> TextAuthors)
{
    /// <summary>What is left of <paramref name="above"/>; null when it is nothing: an empty list of tools would mean more.</summary>
    public AutomationContent? Of(AutomationContent above)
    {
        ArgumentNullException.ThrowIfNull(above);
        ImmutableArray<string> tools = [.. above.Tools.Intersect(Tools, StringComparer.Ordinal)];
        return tools.IsEmpty ? null : above with { Tools = tools, Consents = [.. above.Consents.Where(consent => Consents.Contains(consent.Id, StringComparer.Ordinal))] };
    }

    public override string ToString() => "RunPart";
}
