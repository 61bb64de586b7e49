using Npgsql;

namespace Onbehalf.Demo.Company;

/// <summary>
/// Simulates a directory sync to the database after a change of groups or account at the identity provider. It sets role memberships and
/// LOGIN or NOLOGIN, and ends the sessions of disabled people.
/// </summary>
public sealed class DirectorySync(string adminConnectionString)
{
    public async Task ApplyAsync(string name, IReadOnlyCollection<string> groups, bool active, CancellationToken cancellation)
    {
        var person = Cast.Find(name) ?? throw new ArgumentException("Only people of the demo have a login here.", nameof(name));
        await using var cluster = new NpgsqlConnection(adminConnectionString);
        await cluster.OpenAsync(cancellation);
        await using (var transaction = await cluster.BeginTransactionAsync(cancellation))
        {
            await Memberships.SetAsync(cluster, person.Name, groups, cancellation);
            await Sql.RunAsync(cluster, $"ALTER ROLE {Sql.Identifier(person.Name)} {(active ? "LOGIN" : "NOLOGIN")}", cancellation);
            await transaction.CommitAsync(cancellation);
        }

        if (!active)
        {
            await EndSessionsAsync(cluster, person.Name, cancellation);
        }
    }

    private static async Task EndSessionsAsync(NpgsqlConnection cluster, string login, CancellationToken cancellation)
    {
        const string Text = "SELECT pg_catalog.pg_terminate_backend(pid, 2000) FROM pg_catalog.pg_stat_activity WHERE usename = $1";
        await using var command = new NpgsqlCommand(Text, cluster) { Parameters = { new() { Value = login } } };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
