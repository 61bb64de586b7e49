using Npgsql;

namespace Onbehalf.Demo.Company;

/// <summary>
/// The demo company on Azure Database for PostgreSQL. Its administrator is no superuser. People sign in with Entra ID tokens, so logins
/// have no password. Idempotent.
/// </summary>
public static class ManagedCompany
{
    // Set on the database instead of the logins, which the administrator may not alter. Only a superuser may set temp_file_limit.
    private static readonly string[] Limits =
    [
        "search_path = company",
        "statement_timeout = '10s'",
        "lock_timeout = '2s'",
        "idle_in_transaction_session_timeout = '30s'",
    ];

    /// <param name="administrator">The Entra administrator, on the database <c>postgres</c>, the only one with functions for Entra's logins.</param>
    public static async Task ApplyAsync(
        string administrator,
        IReadOnlyList<ManagedLogin> people,
        string database = CompanySeed.Database,
        DateOnly? seedDay = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(people);
        await using var cluster = await CompanySeed.OpenAsync(administrator, database: null, cancellation);
        await Sql.RunScriptAsync(cluster, "roles.sql", cancellation);
        // The creator of a role may administer it but does not have its rights.
        await Sql.RunAsync(cluster, "GRANT company_owner TO CURRENT_USER", cancellation);
        foreach (var person in people)
        {
            await CreateAsync(cluster, person, cancellation);
            await Memberships.SetAsync(cluster, person.Name, person.Person.Groups, cancellation);
        }

        var facts = CompanyFacts.Of(seedDay ?? DateOnly.FromDateTime(DateTime.UtcNow));
        await CompanySeed.BuildOnceAsync(cluster, database, facts, connection => FinishAsync(connection, facts, cancellation), cancellation);
        await using var company = await CompanySeed.OpenAsync(administrator, database, cancellation);
        await Sql.RunAsync(company, "CREATE TABLE IF NOT EXISTS public.played (person text PRIMARY KEY, login text NOT NULL)", cancellation);
        foreach (var person in people)
        {
            if (await PlayedByAsync(company, person.Person, cancellation) is { } before && people.All(one => one.Name != before))
            {
                await Memberships.SetAsync(company, before, [], cancellation);
            }

            await RenameAsync(company, person, cancellation);
        }
    }

    private static async Task CreateAsync(NpgsqlConnection cluster, ManagedLogin person, CancellationToken cancellation)
    {
        const string Text =
            "SELECT pgaadauth_create_principal_with_oid($1, $2, 'user', false, false) WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = $1)";
        await using var command = new NpgsqlCommand(Text, cluster)
        {
            Parameters =
            {
                new() { Value = person.Name },
                new() { Value = person.ObjectId.ToString() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task FinishAsync(NpgsqlConnection connection, CompanyFacts facts, CancellationToken cancellation)
    {
        await Sql.RunScriptAsync(connection, "managed.sql", cancellation);
        await CompanyRows.CopyExpensesAsync(connection, facts, cancellation);
        foreach (var limit in Limits)
        {
            await Sql.RunAsync(connection, $"ALTER DATABASE {Sql.Identifier(connection.Database)} SET {limit}", cancellation);
        }
    }

    private static async Task<string?> PlayedByAsync(NpgsqlConnection company, DemoPerson person, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT login FROM public.played WHERE person = $1", company)
        {
            Parameters = { new() { Value = person.Name } },
        };
        return await command.ExecuteScalarAsync(cancellation) as string;
    }

    /// <summary>Renames the owner of rows to the person's login. A person who takes over a part takes over its rows.</summary>
    private static async Task RenameAsync(NpgsqlConnection company, ManagedLogin person, CancellationToken cancellation)
    {
        const string Text = """
            WITH before AS (SELECT coalesce((SELECT login FROM public.played WHERE person = $1), $1) AS login),
                 deals AS (UPDATE company.deals SET owner = $2 FROM before WHERE owner = before.login AND before.login <> $2),
                 tickets AS (UPDATE company.tickets SET assignee = $2 FROM before WHERE assignee = before.login AND before.login <> $2),
                 claims AS (UPDATE company.expenses SET
                     employee = CASE employee WHEN before.login THEN $2 ELSE employee END, manager = CASE manager WHEN before.login THEN $2 ELSE manager END
                     FROM before WHERE before.login IN (employee, manager) AND before.login <> $2)
            INSERT INTO public.played VALUES ($1, $2) ON CONFLICT (person) DO UPDATE SET login = excluded.login
            """;
        await using var command = new NpgsqlCommand(Text, company) { Parameters = { new() { Value = person.Person.Name }, new() { Value = person.Name } } };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
