using System.Text.Json;
using Npgsql;
using Onbehalf.Demo;
using Onbehalf.Demo.Company;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Fixtures;

/// <summary>The demo company on the run's PostgreSQL, seeded once for a fixed day. Logins belong to the cluster: everybody's password is the one in the vault.</summary>
internal sealed class CompanyCluster
{
    /// <summary>The day the rows are dated from; a Monday.</summary>
    public static readonly DateOnly SeedDay = new(2026, 11, 23);

    private static readonly Lazy<Task<CompanyCluster>> Seeded = new(SeedAsync);

    private static int _copies;

    private CompanyCluster(string admin, IReadOnlyDictionary<string, SecretText> passwords)
    {
        AdminConnectionString = admin;
        Passwords = passwords;
    }

    public string AdminConnectionString { get; }

    public IReadOnlyDictionary<string, SecretText> Passwords { get; }

    public static Task<CompanyCluster> StartAsync() => Seeded.Value;

    /// <summary>A database of one's own with the company in it. Nobody connects to <c>company</c> itself, or it could not be copied.</summary>
    public async Task<string> CopyAsync()
    {
        var name = $"company_{Environment.ProcessId}_{Interlocked.Increment(ref _copies)}";
        await using var admin = new NpgsqlConnection(AdminConnectionString);
        await admin.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE {CompanySeed.Database}", admin);
        await command.ExecuteNonQueryAsync();
        return name;
    }

    /// <summary>As that person's own login, unpooled.</summary>
    public string ConnectionString(string person, string database) =>
        new NpgsqlConnectionStringBuilder(AdminConnectionString) { Username = person, Password = Passwords[person].Reveal(), Database = database }.ConnectionString;

    private static async Task<CompanyCluster> SeedAsync()
    {
        var sidecars = await LocalSidecars.StartWithCompanyAsync();
        var vault = await LocalVault.ClientAsync();
        var passwords = new Dictionary<string, SecretText>();
        foreach (var person in Cast.People)
        {
            var secret = await vault.GetSecretAsync($"u-{DemoData.SubjectOf(sidecars, person).Id}-source-{DemoSettings.Source}-g1");
            passwords[person.Name] = new SecretText(JsonElement.Parse(secret.Value.Value).GetProperty("password").GetString()!);
        }

        return new(new NpgsqlConnectionStringBuilder(DemoData.AdministratorOf(sidecars)) { Pooling = false }.ConnectionString, passwords);
    }
}
