using Onbehalf.Sidecars.Packages;
using Onbehalf.Sidecars.Postgres;
using Onbehalf.Sidecars.Vault;

namespace Onbehalf.Sidecars.Supervision;

/// <summary>Everything one home runs, started side by side.</summary>
internal sealed class SidecarSet(SidecarOptions options, SidecarHome home, Ports ports, Secrets secrets, ProcessRecord record, Progress progress)
{
    /// <summary>Starts all, calls <paramref name="ready"/> when all answer, and ends when all have stopped.</summary>
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
        progress.Step("Starting the vault…");
        await using var vault = await VaultServer.StartAsync(VaultOptions(), TimeProvider.System, any.Token);
        try
        {
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
        // On the pool: what a lane prepares before its first wait must not hold up the others.
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
