using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Onbehalf.Delegation;
using Onbehalf.Demo.Company;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Sidecars.Supervision;
using Onbehalf.Storage;
using Onbehalf.Vault;

namespace Onbehalf.Demo;

/// <summary>Seeds the demo company into its sources, and each person's own database login into the vault. Runs once per cluster.</summary>
public static class DemoData
{
    public static string ExpensesFolder(Endpoints sidecars)
    {
        ArgumentNullException.ThrowIfNull(sidecars);
        return Path.Combine(sidecars.Home, "sources");
    }

    /// <summary>A superuser's connection to the demo cluster: for the seed and the directory sync.</summary>
    public static string AdministratorOf(Endpoints sidecars)
    {
        ArgumentNullException.ThrowIfNull(sidecars);
        return new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = sidecars.PostgresPort,
            Database = "postgres",
            Username = "postgres",
            Password = sidecars.PostgresPassword,
            Pooling = false,
        }.ConnectionString;
    }

    public static Subject SubjectOf(Endpoints sidecars, DemoPerson person)
    {
        ArgumentNullException.ThrowIfNull(sidecars);
        ArgumentNullException.ThrowIfNull(person);
        return new(SubjectId.Of(sidecars.Issuer, null, person.Name), DemoSettings.IssuerId, sidecars.Issuer, null, person.Name, person.DisplayName);
    }

    public static async Task EnsureAsync(Endpoints sidecars, Action<string> tell, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(sidecars);
        ArgumentNullException.ThrowIfNull(tell);
        // People's ids depend on the issuer. If its port had to change, their secrets have other names.
        var marker = Path.Combine(sidecars.PostgresFolder, "company.seeded");
        if (await IsDoneAsync(marker, sidecars, cancellation))
            return;
        await using var turn = await FileTurn.TakeAsync(Path.Combine(sidecars.Home, "demo.lock"), cancellation);
        if (await IsDoneAsync(marker, sidecars, cancellation))
            return;
        tell("Creating the demo company…");
        var expenses = Task.Run(() => ExpensesFile.Write(ExpensesFolder(sidecars)), cancellation);
        var passwords = Cast.People.ToDictionary(
            static person => person.Name, static _ => new SecretText(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))));
        await Task.WhenAll(
            CompanySeed.ApplyAsync(AdministratorOf(sidecars), passwords, cancellation: cancellation),
            KeepAsync(sidecars, passwords, cancellation));
        await expenses;
        await File.WriteAllTextAsync(marker, sidecars.Issuer, cancellation);
    }

    private static async Task<bool> IsDoneAsync(string marker, Endpoints sidecars, CancellationToken cancellation) =>
        File.Exists(marker)
        && await File.ReadAllTextAsync(marker, cancellation) == sidecars.Issuer
        && File.Exists(Path.Combine(ExpensesFolder(sidecars), ExpensesFile.FileName));

    private static async Task KeepAsync(Endpoints sidecars, Dictionary<string, SecretText> passwords, CancellationToken cancellation)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ONBEHALF_KEYVAULT_URI"] = sidecars.VaultUri,
            ["ONBEHALF_KEYVAULT_CA"] = sidecars.VaultAuthorityFile,
            ["IDENTITY_ENDPOINT"] = sidecars.IdentityEndpoint,
            ["ONBEHALF_TABLES"] = sidecars.StorageConnectionString,
            ["ONBEHALF_AUDIT_TABLES"] = sidecars.StorageConnectionString,
        }).Build();
        await using var services = new ServiceCollection().AddTables(configuration).AddDelegation(configuration).BuildServiceProvider();
        var secrets = services.GetRequiredService<PersonSecrets>();
        var login = new SecretPurpose($"source-{DemoSettings.Source}");
        await Task.WhenAll(Cast.People.Select(person => secrets.WriteAsync(
            SubjectOf(sidecars, person).Id,
            login,
            new SecretText(JsonSerializer.Serialize(new { username = person.Name, password = passwords[person.Name].Reveal() })),
            cancellation)));
    }
}
