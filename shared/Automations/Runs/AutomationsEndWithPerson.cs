using Onbehalf.People;

namespace Onbehalf.Automations.Runs;

/// <summary>
/// Parks a person's active automations and asks their running runs to check again. Every step of a run asks the directory anyway, so a run stops at
/// its next step. Other people's automations are unaffected, and nothing is deleted.
/// </summary>
internal sealed class AutomationsEndWithPerson(AutomationStore automations, RunStore runs) : IEndsWithPerson
{
    public string Kind => "automations";

    public IAsyncEnumerable<Subject> StillAliveAsync(CancellationToken cancellation) => automations.AuthorsAsync(cancellation);

    public async Task<int> EndAsync(Subject person, string reason, CancellationToken cancellation)
    {
        var parked = 0;
        foreach (var automation in await automations.OfAuthorAsync(person.Id, cancellation))
            parked += await automations.ParkAsync(automation.Id, reason, cancellation) ? 1 : 0;
        var live = await runs.LiveAsync(person.Id, cancellation);
        foreach (var run in live.Where(static run => run.Status is RunStatus.Running))
            await runs.RouseAsync(run.Id, cancellation);
        return parked + live.Count;
    }
}
