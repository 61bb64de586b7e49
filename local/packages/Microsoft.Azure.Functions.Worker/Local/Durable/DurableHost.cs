using Microsoft.DurableTask.Local;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Local;

/// <summary>Work begins once the server listens, and ends before it stops: activities may call their own app.</summary>
internal sealed class DurableHost(LocalTaskHub hub) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken) => hub.StartAsync(cancellationToken);

    public Task StoppingAsync(CancellationToken cancellationToken) => hub.StopAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
