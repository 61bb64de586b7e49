using Microsoft.Azure.Functions.Worker;
using Onbehalf.Identity.Offboarding;

namespace Onbehalf.Functions.Identity;

/// <summary>Asks the directories about people who have something alive here: who is gone is found although no signal came.</summary>
public sealed class SweepPeople(PeopleSweep sweep)
{
    [Function(nameof(SweepPeople))]
    public Task Run([TimerTrigger("45 */5 * * * *")] TimerInfo timer, CancellationToken cancellation) => sweep.RunAsync(PeopleSweep.Budget, cancellation);
}
