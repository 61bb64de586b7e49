using System.Globalization;
using Npgsql;
using Onbehalf.Vault;

namespace Onbehalf.Demo.Company;

/// <summary>
/// Builds the demo company on a PostgreSQL cluster: roles, one login per person, the database with its rows and its DBA's grants.
/// Idempotent: logins get the given passwords, an existing database is unchanged, and a half-built one is rebuilt.
/// </summary>
public static class CompanySeed
{
    public const string Database = "company";

    /// <param name="adminConnectionString">A superuser on the maintenance database.</param>
    /// <param name="passwords">The password of each person of <see cref="Cast"/>, by short name.</param>
    /// <param name="seedDay">All days are a fixed distance before this one; today unless a test says otherwise.</param>
    public static async Task ApplyAsync(
        string adminConnectionString,
        IReadOnlyDictionary<string, SecretText> passwords,
        DateOnly? seedDay = null,
        CancellationToken cancellation = default)
    {
        await using var cluster = await OpenAsync(adminConnectionString, database: null, cancellation);
        await Logins.CreateAsync(cluster, passwords, cancellation);
        await BuildOnceAsync(
            cluster, Database, CompanyFacts.Of(seedDay ?? DateOnly.FromDateTime(DateTime.UtcNow)), static _ => Task.CompletedTask, cancellation);
    }

    /// <param name="finish">Runs in the new database, before it gets its name.</param>
    internal static async Task BuildOnceAsync(
        NpgsqlConnection cluster, string database, CompanyFacts facts, Func<NpgsqlConnection, Task> finish, CancellationToken cancellation)
    {
        if (await ExistsAsync(cluster, database, cancellation))
        {
            return;
        }

        var unfinished = $"{database}_unfinished";
        await Sql.RunAsync(cluster, $"DROP DATABASE IF EXISTS {unfinished}", cancellation);
        await Sql.RunAsync(cluster, $"CREATE DATABASE {unfinished} TEMPLATE template0 ENCODING 'UTF8'", cancellation);
        await using (var connection = await OpenAsync(cluster.ConnectionString, unfinished, cancellation))
        {
            await Sql.RunScriptAsync(connection, "schema.sql", cancellation);
            await CompanyRows.CopyAsync(connection, facts, cancellation);
            await Sql.RunScriptAsync(connection, "keys.sql", cancellation);
            await Sql.RunScriptAsync(connection, "grants.sql", cancellation);
            await finish(connection);
        }

        await Sql.RunAsync(cluster, $"ALTER DATABASE {unfinished} RENAME TO {database}", cancellation);
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection cluster, string database, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_catalog.pg_database WHERE datname = $1", cluster)
        {
            Parameters = { new() { Value = database } },
        };
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture) == 1;
    }

    internal static async Task<NpgsqlConnection> OpenAsync(string connectionString, string? database, CancellationToken cancellation)
    {
        // Unpooled: a pooled connection would block DROP DATABASE and CREATE DATABASE … TEMPLATE.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, PersistSecurityInfo = true };
        settings.Database = database ?? settings.Database;
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }
}
