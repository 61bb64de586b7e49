using Microsoft.Azure.Functions.Worker;
using Onbehalf.Delegation.Linking;

namespace Onbehalf.Functions.Connections;

/// <summary>Deletes what is left of links that nobody came back with.</summary>
public sealed class SweepConnectLinks(ConnectLinks links)
{
    [Function(nameof(SweepConnectLinks))]
    public Task Run([TimerTrigger("0 41 * * * *")] TimerInfo timer, CancellationToken cancellation) => links.SweepAsync(cancellation);
}
