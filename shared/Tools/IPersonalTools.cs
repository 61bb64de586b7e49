using Onbehalf.Identity;

namespace Onbehalf.Tools;

/// <summary>Tools that differ per person, because an external server offers them.</summary>
public interface IPersonalTools
{
    /// <summary>
    /// Returns the tool of this name if any person could have it; null otherwise. Name and effect come from the deployment alone. Whether this person
    /// has it is checked at the call.
    /// </summary>
    ITool? Find(string name);

    /// <summary>Returns the tools that the model currently sees for this person.</summary>
    Task<IReadOnlyList<ITool>> OfAsync(Authority authority, CancellationToken cancellation);
}
