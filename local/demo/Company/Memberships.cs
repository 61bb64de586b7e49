using System.Collections.Frozen;
using Npgsql;

namespace Onbehalf.Demo.Company;

/// <summary>Sets the role memberships of a login to the roles of its groups. Groups without a role are ignored.</summary>
internal static class Memberships
{
    private static readonly FrozenDictionary<string, string> RoleOf = new[]
    {
        "employees", "contractors", "auditors", "hr", "finance", "cfo", "sales", "sales-emea", "sales-amer", "sales-apac", "support",
    }.ToFrozenDictionary(static group => group, static group => group.Replace('-', '_'));

    public static async Task SetAsync(NpgsqlConnection cluster, string login, IEnumerable<string> groups, CancellationToken cancellation)
    {
        var wanted = groups.Select(RoleOf.GetValueOrDefault).OfType<string>().ToHashSet();
        var present = await PresentAsync(cluster, login, cancellation);
        foreach (var role in present.Intersect(RoleOf.Values).Except(wanted))
        {
            await Sql.RunAsync(cluster, $"REVOKE {Sql.Identifier(role)} FROM {Sql.Identifier(login)}", cancellation);
        }

        foreach (var role in wanted.Except(present))
        {
            await Sql.RunAsync(cluster, $"GRANT {Sql.Identifier(role)} TO {Sql.Identifier(login)}", cancellation);
        }
    }

    private static async Task<HashSet<string>> PresentAsync(NpgsqlConnection cluster, string login, CancellationToken cancellation)
    {
        const string Text = """
            SELECT role.rolname
            FROM pg_catalog.pg_auth_members AS membership
            JOIN pg_catalog.pg_roles AS role ON role.oid = membership.roleid
            JOIN pg_catalog.pg_roles AS member ON member.oid = membership.member
            WHERE member.rolname = $1
            """;
        await using var command = new NpgsqlCommand(Text, cluster) { Parameters = { new() { Value = login } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var roles = new HashSet<string>();
        while (await reader.ReadAsync(cancellation))
        {
            roles.Add(reader.GetString(0));
        }

        return roles;
    }
}
