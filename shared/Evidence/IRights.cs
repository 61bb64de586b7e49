using Onbehalf.Identity;

namespace Onbehalf.Evidence;

/// <summary>How a source is asked what a person may see. It is asked about rights only: nothing anybody requested is run to find out.</summary>
public interface IRights
{
    /// <summary>The name that <see cref="Touched.Source"/> bears.</summary>
    string Source { get; }

    /// <summary>Null when the source cannot say: then what rests on it is locked.</summary>
    Task<IHeldRights?> OfAsync(Authority viewer, CancellationToken cancellation);

    /// <summary>
    /// The same without using anything of the viewer's own, such as their login: in somebody else's turn, for what it starts from. Null when
    /// that cannot be said; never what anybody is shown by.
    /// </summary>
    Task<IHeldRights?> RecallAsync(Authority viewer, CancellationToken cancellation) => Task.FromResult<IHeldRights?>(null);
}
