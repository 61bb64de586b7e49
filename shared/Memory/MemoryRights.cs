using Onbehalf.Evidence;
using Onbehalf.Identity;

namespace Onbehalf.Memory;

/// <summary>Evidence from a person's memory is open to that person only. A relation is the id of an entry, or <c>*</c> for the read itself.</summary>
internal sealed class MemoryRights : IRights
{
    public const string Name = "memory";

    private static readonly IHeldRights Own = new OwnMemory();

    public string Source => Name;

    public static Touched Looked { get; } = new(Name, "*", [], [], CarriesData: false);

    /// <summary>The words of an entry are its person's own, typed or confirmed. Their sources are separate evidence.</summary>
    public static Touched Entry(MemoryId id) => new(Name, id.Value, [], [], CarriesData: false);

    public Task<IHeldRights?> OfAsync(Authority viewer, CancellationToken cancellation) => Task.FromResult<IHeldRights?>(Own);

    public Task<IHeldRights?> RecallAsync(Authority viewer, CancellationToken cancellation) => OfAsync(viewer, cancellation);

    private sealed class OwnMemory : IHeldRights
    {
        public bool Cover(Touched touched, bool isAsker) => isAsker && !touched.Undecided;
    }
}
