using Onbehalf.Sidecars.Packages;
using Onbehalf.Sidecars.Postgres;
using Onbehalf.Sidecars.Vault;

namespace Onbehalf.Sidecars.Supervision;

/// <summary>All sidecars of one home, started in parallel.</summary>
internal sealed class SidecarSet(SidecarOptions options, SidecarHome home, Ports ports, Secrets secrets, ProcessRecord record, Progress progress)
{
    /// <summary>Starts all sidecars, calls <paramref name="ready"/> once all respond, and returns once all have stopped.</summary>
    public async Task RunAsync(Action ready, CancellationToken stopping)
    {
        using var any = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var packages = await new NodePackages(home, options.Packages, progress.Step).EnsureAsync(any.Token);
        var cluster = new PostgresCluster(home, ports, secrets, options.Durable);
        Lane[] lanes =
        [
            Start("Azurite", _ => Task.FromResult(packages.Azurite(ports, secrets, options.Durable)), any.Token),
            Start("the identity provider", _ => Task.FromResult(packages.Provider(ports)), any.Token),
            Start("Tasks", _ => Task.FromResult(packages.Tasks(ports)), any.Token),
            Start("PostgreSQL", preparing => cluster.PrepareAsync(packages.Modules, progress.Step, preparing), any.Token),
        ];
        try
        {
            progress.Step("Starting the vault…");
            await using var vault = await VaultServer.StartAsync(VaultOptions(), TimeProvider.System, any.Token);
            await Task.WhenAll(lanes.Select(static lane => lane.Ready));
            ready();
            await Task.WhenAll(lanes.Select(static lane => lane.Stopped));
        }
        finally
        {
            await any.CancelAsync();
            await Task.WhenAll(lanes.Select(static lane => lane.Stopped)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private VaultOptions VaultOptions() => new()
    {
        Folder = home.Vault,
        Port = ports.Vault,
        IdentityPort = ports.Identity,
        IdentityHeader = secrets.Identity,
    };

    private Lane Start(string title, Func<CancellationToken, Task<SidecarCommand>> prepare, CancellationToken stopping)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // On the thread pool, so that the synchronous preparation of one sidecar does not delay the others.
        return new(ready.Task, Task.Run(RunAsync, CancellationToken.None));

        async Task RunAsync()
        {
            try
            {
                progress.Step($"Starting {title}…");
                var sidecar = new Sidecar(await prepare(stopping), home, record, progress.Step);
                var running = sidecar.RunAsync(stopping);
                await Task.WhenAny(sidecar.Ready, running);
                if (sidecar.Ready.IsCompleted)
                    await sidecar.Ready;
                ready.TrySetResult();
                await running;
            }
            catch (Exception failure)
            {
                ready.TrySetException(failure);
                throw;
            }
        }
    }

    private sealed record Lane(Task Ready, Task Stopped);
}
