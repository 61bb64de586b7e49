using Microsoft.DurableTask.Client;
using Onbehalf.Delegation.Linking;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Functions.Connections;

/// <summary>Deletes expired state of connect flows that nobody completed.</summary>
public sealed class SweepConnectLinks(ConnectLinks links) : IChore
{
    public string Schedule => "0 41 * * * *";

    public bool IsLong => true;

    public Task RunAsync(DurableTaskClient durable, CancellationToken cancellation) => links.SweepAsync(cancellation);
}
