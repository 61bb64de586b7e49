using Npgsql;
using Onbehalf.Vault;

namespace Onbehalf.Demo.Company;

/// <summary>One login for each person of the cast, with the limits their DBA gives everybody, in the roles of their groups.</summary>
internal static class Logins
{
    private const string Limits = """
        SET search_path = company;
        SET statement_timeout = '10s';
        SET lock_timeout = '2s';
        SET idle_in_transaction_session_timeout = '30s';
        SET temp_file_limit = '256MB';
        """;

    public static async Task CreateAsync(NpgsqlConnection cluster, IReadOnlyDictionary<string, SecretText> passwords, CancellationToken cancellation)
    {
        await Sql.RunScriptAsync(cluster, "roles.sql", cancellation);
        foreach (var person in Cast.People)
        {
            var login = Sql.Identifier(person.Name);
            if (!await KnownAsync(cluster, person.Name, cancellation))
            {
                await Sql.RunAsync(cluster, $"CREATE ROLE {login} LOGIN CONNECTION LIMIT 100", cancellation);
                foreach (var setting in Limits.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    await Sql.RunAsync(cluster, $"ALTER ROLE {login} {setting}", cancellation);
                }

                await Memberships.SetAsync(cluster, person.Name, person.Groups, cancellation);
            }

            await Sql.RunAsync(cluster, $"ALTER ROLE {login} PASSWORD {Sql.Literal(ScramVerifier.For(passwords[person.Name]))}", cancellation);
        }
    }

    private static async Task<bool> KnownAsync(NpgsqlConnection cluster, string login, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT FROM pg_catalog.pg_roles WHERE rolname = $1", cluster) { Parameters = { new() { Value = login } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation);
    }
}
