using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Tests.Fixtures;

/// <summary>
/// The sidecars of this test run: started once, in a home of their own that is removed when the run ends. The npm packages are those
/// of the clone's own home, installed once.
/// </summary>
public static class LocalSidecars
{
    private static readonly Lazy<Task<SidecarLease>> Lease = new(OpenAsync);

    public static async Task<Endpoints> StartAsync() => (await Lease.Value).Endpoints;

    private static Task<SidecarLease> OpenAsync() =>
        SidecarLease.OpenAsync(
            new SidecarOptions(Directory.CreateTempSubdirectory("onbehalf-tests-").FullName)
            {
                Packages = Path.Combine(Clone.Root, ".onbehalf", "node"),
                Linger = TimeSpan.FromSeconds(2),
                Durable = false,
                RemoveHome = true,
            },
            Console.WriteLine,
            CancellationToken.None);
}
