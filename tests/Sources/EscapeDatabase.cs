using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Onbehalf.Identity;
using Onbehalf.Sources;
using Onbehalf.Sources.Postgres;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Sources;

/// <summary>A database made to be escaped from: hidden rows, columns, tables, and everything a DBA might leave lying about.</summary>
public sealed class EscapeDatabase : IAsyncLifetime
{
    public const string Marker = "HIDDENCANARY";

    private readonly string _suffix = Guid.NewGuid().ToString("n")[..8];
    private PersonPools _pools = null!;
    private PersonPools _barePools = null!;

    internal Keyring Keyring { get; } = new();

    internal PostgresSource Source { get; private set; } = null!;

    /// <summary>The same world without anything that Bob may not see.</summary>
    internal PostgresSource Bare { get; private set; } = null!;

    internal PostgresSettings Settings { get; private set; } = null!;

    internal PersonPools Pools => _pools;

    internal Authority Bob { get; private set; } = null!;

    internal Authority Alice { get; private set; } = null!;

    internal Authority Mallory { get; private set; } = null!;

    internal Authority Erin { get; private set; } = null!;

    public string Role(string name) => $"{name}_{_suffix}";

    public async Task InitializeAsync()
    {
        var admin = new NpgsqlConnectionStringBuilder(await TestPostgres.AdminAsync());
        Settings = new($"escape-{_suffix}", new SecretPurpose($"source-escape-{_suffix}"), admin.Host!, admin.Port, $"escape_{_suffix}", MayBeBelowFloor: true);
        await RunAsync(null, $"CREATE DATABASE {Settings.Database}");
        _pools = new(Keyring, TimeProvider.System, new ConfigurationBuilder().Build(), NullLogger<PersonPools>.Instance);
        Source = new(Settings, _pools);
        var bare = Settings with { Database = $"bare_{_suffix}" };
        await RunAsync(null, $"CREATE DATABASE {bare.Database}");
        _barePools = new(Keyring, TimeProvider.System, new ConfigurationBuilder().Build(), NullLogger<PersonPools>.Instance);
        Bare = new(bare, _barePools);
        Alice = await PersonAsync("alice");
        Bob = await PersonAsync("bob");
        Mallory = await PersonAsync("mallory");
        Erin = await PersonAsync("erin");
        await RunAsync(null, EscapeSchema.Roles(Role));
        await RunAsync(Settings.Database, EscapeSchema.For(Role));
        await RunAsync(bare.Database, EscapeSchema.For(Role));
        await RunAsync(bare.Database, EscapeSchema.Hide(Role));
    }

    public async Task DisposeAsync()
    {
        await _pools.DisposeAsync();
        await _barePools.DisposeAsync();
        await RunAsync(null, $"DROP DATABASE IF EXISTS {Settings.Database} WITH (FORCE)");
        await RunAsync(null, $"DROP DATABASE IF EXISTS bare_{_suffix} WITH (FORCE)");
        foreach (var name in (string[])["alice", "bob", "mallory", "erin"])
            await RunAsync(null, $"DROP ROLE IF EXISTS {Role(name)}");
        foreach (var name in EscapeSchema.Groups)
            await RunAsync(null, $"DROP ROLE IF EXISTS {Role(name)}");
    }

    internal async Task<Authority> PersonAsync(string name, string attributes = "")
    {
        var person = TestPeople.Authority($"{name}-{_suffix}");
        var password = Guid.NewGuid().ToString("n");
        await RunAsync(null, $"CREATE ROLE {Role(name)} LOGIN PASSWORD '{password}' {attributes}");
        Keyring.Give(person, Role(name), password);
        return person;
    }

    internal async Task<string> PasswordAsync(string name) =>
        ((LoginResult.Known)await Keyring.ReadAsync(TestPeople.Authority($"{name}-{_suffix}"), Settings.Login, CancellationToken.None)).Password.Reveal();

    internal Task<QueryOutcome> AskAsync(Authority person, string sql, QueryLimits? limits = null, bool bare = false) =>
        (bare ? Bare : Source).QueryAsync(person, new(sql), limits ?? new(1_000, 1_048_576, TimeSpan.FromSeconds(1.5)), CancellationToken.None);

    public static async Task RunAsync(string? database, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(await TestPostgres.AdminAsync()) { Database = database ?? "postgres", Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
