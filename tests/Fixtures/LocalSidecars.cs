using Npgsql;
using Onbehalf.Demo;
using Onbehalf.Demo.Company;
using Onbehalf.Sidecars.Supervision;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Fixtures;

/// <summary>
/// The sidecars of this test run: started once, in a home of their own that is removed when the run ends. The npm packages are those
/// of the clone's own home, installed once.
/// </summary>
public static class LocalSidecars
{
    private static readonly Lazy<Task<SidecarLease>> Lease = new(OpenAsync);
    private static readonly Lazy<Task<Endpoints>> Company = new(SeedAsync);
    private static int _copies;

    public static async Task<Endpoints> StartAsync() => (await Lease.Value).Endpoints;

    /// <summary>The same, with the demo company in its sources and everybody's database login in the vault.</summary>
    public static Task<Endpoints> StartWithCompanyAsync() => Company.Value;

    /// <summary>A database of its own with the demo company in it, for one test class.</summary>
    public static async Task<string> CopyOfCompanyAsync()
    {
        var sidecars = await StartWithCompanyAsync();
        var copy = $"company_{Interlocked.Increment(ref _copies)}";
        await using var connection = new NpgsqlConnection(DemoData.AdministratorOf(sidecars));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {copy} TEMPLATE {CompanySeed.Database} STRATEGY file_copy", connection);
        await command.ExecuteNonQueryAsync();
        return copy;
    }

    internal static SidecarOptions Options() => new(Directory.CreateTempSubdirectory("onbehalf-tests-").FullName)
    {
        Packages = Path.Combine(Clone.Root, ".onbehalf", "node"),
        Linger = TimeSpan.FromSeconds(2),
        Durable = false,
        RemoveHome = true,
    };

    private static async Task<SidecarLease> OpenAsync()
    {
        var lease = await SidecarLease.OpenAsync(Options(), Console.WriteLine, CancellationToken.None);
        DemoSettings.ProvideIdentity(lease.Endpoints);
        return lease;
    }

    private static async Task<Endpoints> SeedAsync()
    {
        var sidecars = await StartAsync();

        // The rows are dated from a fixed day; what follows finds them there and only gives the logins their passwords.
        var passwords = Cast.People.ToDictionary(static person => person.Name, static _ => new SecretText(Guid.NewGuid().ToString("N")));
        await CompanySeed.ApplyAsync(DemoData.AdministratorOf(sidecars), passwords, CompanyCluster.SeedDay);
        await DemoData.EnsureAsync(sidecars, Console.WriteLine, CancellationToken.None);
        return sidecars;
    }
}
