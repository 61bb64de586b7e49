using Onbehalf.Identity;

namespace Onbehalf.Tools;

/// <summary>Tools that differ from person to person, because somebody else's server offers them.</summary>
public interface IPersonalTools
{
    /// <summary>
    /// The tool of this name, if it could be anybody's; null otherwise. Its name and effect are known from the deployment alone: whether this
    /// person has it is found out when it is used.
    /// </summary>
    ITool? Find(string name);

    /// <summary>What the model is shown for this person, now.</summary>
    Task<IReadOnlyList<ITool>> OfAsync(Authority authority, CancellationToken cancellation);
}
