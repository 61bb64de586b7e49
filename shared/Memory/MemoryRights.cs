using Onbehalf.Evidence;
using Onbehalf.Identity;

namespace Onbehalf.Memory;

/// <summary>What rests on somebody's memory is that person's alone. A relation is the id of an entry, or <c>*</c> for the look itself.</summary>
public sealed class MemoryRights : IRights
{
    public const string Name = "memory";

    private static readonly IHeldRights Own = new OwnMemory();

    public string Source => Name;

    public static Touched Looked { get; } = new(Name, "*", [], []);

    public static Touched Entry(MemoryId id) => new(Name, id.Value, [], []);

    public Task<IHeldRights?> OfAsync(Authority viewer, CancellationToken cancellation) => Task.FromResult<IHeldRights?>(Own);

    private sealed class OwnMemory : IHeldRights
    {
        public bool Cover(Touched touched, bool isAsker) => isAsker && !touched.Undecided;
    }
}
