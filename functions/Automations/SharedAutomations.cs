using Onbehalf.Automations;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Automations;

/// <summary>Finds automations that other people share with a person's current threads.</summary>
public sealed class SharedAutomations(AutomationStore store, ThreadStore threads)
{
    private const int ThreadsAtOnce = 200;
    private const int MostThreads = 2_000;

    internal async Task<IEnumerable<Automation>> WithAsync(Authority me, CancellationToken cancellation)
    {
        var mine = new HashSet<ThreadId>();
        string? from = null;
        do
        {
            (var page, from) = await threads.IdsForAsync(me.Subject.Id, from, ThreadsAtOnce, cancellation);
            mine.UnionWith(page);
        }
        while (from is not null && mine.Count < MostThreads);

        var shared = new List<Automation>();
        foreach (var automation in await store.SharedWithAsync(mine, cancellation))
        {
            // The person's list of threads may be stale, so the thread itself confirms the membership.
            if (await threads.FindMemberAsync(me.Subject.Id, automation.SharedWith!.Value, cancellation) is not null)
                shared.Add(automation);
        }

        return shared;
    }
}
