using Onbehalf.Identity;

namespace Onbehalf.Evidence;

/// <summary>How a source is asked what a person may see. It is asked about rights only: nothing anybody requested is run to find out.</summary>
public interface IRights
{
    /// <summary>The name that <see cref="Touched.Source"/> bears.</summary>
    string Source { get; }

    /// <summary>Null when the source cannot say: then what rests on it is locked.</summary>
    Task<IHeldRights?> OfAsync(Authority viewer, CancellationToken cancellation);
}
