using Onbehalf.Evidence;
using Onbehalf.Identity;

namespace Onbehalf.Automations.Runs;

/// <summary>Evidence about a person's runs is visible to that person only.</summary>
internal sealed class RunRights : IRights
{
    public const string Name = "runs";

    private static readonly IHeldRights Own = new OwnRuns();

    public string Source => Name;

    internal static Touched Told { get; } = new(Name, "*", [], [], CarriesData: false);

    public Task<IHeldRights?> OfAsync(Authority viewer, CancellationToken cancellation) => Task.FromResult<IHeldRights?>(Own);

    public Task<IHeldRights?> RecallAsync(Authority viewer, CancellationToken cancellation) => OfAsync(viewer, cancellation);

    private sealed class OwnRuns : IHeldRights
    {
        public bool Cover(Touched touched, bool isAsker) => isAsker && !touched.Undecided;
    }
}
