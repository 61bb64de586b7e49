using Npgsql;
using Onbehalf.Demo.Company;
using Onbehalf.Host;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Demo;

/// <summary>
/// The demo company as on Azure's server: created by an administrator who is no superuser. A function that creates a login with a password
/// replaces Azure's function for Entra logins.
/// </summary>
public sealed class ManagedCompanyTests : IAsyncLifetime
{
    private static readonly string Suffix = $"{Environment.ProcessId}";

    private static readonly string Administrator = $"deployer_{Suffix}@contoso.example";

    private static readonly string Database = $"managed_{Suffix}";

    private static readonly string Alice = $"alice_{Suffix}@contoso.example";

    private static readonly string Bob = $"bob_{Suffix}@contoso.example";

    private CompanyCluster _cluster = null!;

    private static readonly Lazy<Task<CompanyCluster>> Made = new(MakeAsync);

    public async Task InitializeAsync() => _cluster = await Made.Value;

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task<CompanyCluster> MakeAsync()
    {
        var cluster = await CompanyCluster.StartAsync();
        string[] roles = ["company_owner", "employees", "contractors", "auditors", "hr", "finance", "cfo", "sales", "sales_emea", "sales_amer", "sales_apac", "support"];
        await RunAsync(cluster.AdminConnectionString, $"""
            CREATE ROLE "{Administrator}" LOGIN CREATEDB CREATEROLE PASSWORD 'secret';
            GRANT {string.Join(", ", roles)} TO "{Administrator}" WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;
            CREATE OR REPLACE FUNCTION pgaadauth_create_principal_with_oid(name text, id text, kind text, is_admin boolean, is_mfa boolean) RETURNS text
            LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN
                PERFORM id::uuid;
                EXECUTE format('CREATE ROLE %I LOGIN PASSWORD ''secret''', name);
                RETURN name;
            END
            $$;
            """);
        await ApplyAsync(cluster, Alice);
        return cluster;
    }

    [Fact]
    public async Task Two_people_see_what_Alice_and_Bob_see()
    {
        Assert.Equal("8", await AskAsync(Alice, "SELECT count(*) FROM (SELECT department, avg(salary) FROM employees GROUP BY department) AS averages"));
        Assert.Equal("42501", await AskAsync(Bob, "SELECT avg(salary) FROM employees"));
        Assert.Equal("EMEA", await AskAsync(Bob, "SELECT string_agg(DISTINCT region, ',') FROM deals"));
        Assert.Equal("0", await AskAsync(Bob, "WITH moved AS (UPDATE deals SET stage = stage WHERE owner <> current_user RETURNING 1) SELECT count(*) FROM moved"));
        Assert.NotEqual("0", await AskAsync(Bob, "WITH moved AS (UPDATE deals SET amount = amount WHERE owner = current_user RETURNING 1) SELECT count(*) FROM moved"));
    }

    [Fact]
    public async Task Expenses_are_each_persons_own()
    {
        Assert.Equal(Bob, await AskAsync(Bob, "SELECT string_agg(DISTINCT employee, ',') FROM expenses WHERE manager IS DISTINCT FROM current_user"));
        Assert.Equal("42501", await AskAsync(Bob, "SELECT iban FROM expenses"));
    }

    [Fact]
    public async Task Somebody_else_in_the_part_has_the_rows_and_the_rights_and_the_one_before_has_neither()
    {
        var next = $"anna_{Suffix}@contoso.example";
        var claims = await AskAsync(Alice, "SELECT count(*) FROM expenses WHERE employee = current_user");

        await ApplyAsync(_cluster, next);
        var after = (await AskAsync(next, "SELECT count(*) FROM expenses WHERE employee = current_user"), await AskAsync(Alice, "SELECT count(*) FROM expenses"), await AskAsync(next, "SELECT count(salary) FROM employees"));
        await ApplyAsync(_cluster, Alice);

        Assert.Equal((claims, "42P01", "251"), after);
        Assert.Equal(claims, await AskAsync(Alice, "SELECT count(*) FROM expenses WHERE employee = current_user"));
    }

    [Theory]
    [InlineData("alice=a@b=not-an-id")]
    [InlineData("nobody=a@b=11111111-1111-1111-1111-111111111111")]
    [InlineData("alice==11111111-1111-1111-1111-111111111111")]
    public void A_person_who_is_not_understood_is_refused(string person) =>
        Assert.Null(FillDemo.Logins(["bob=bob@b=11111111-1111-1111-1111-111111111111", person]));

    [Fact]
    public async Task Without_a_token_nothing_is_tried()
    {
        using var output = new StringWriter();

        var code = await FillDemo.RunAsync(["host.test", "admin", "alice=a@b=11111111-1111-1111-1111-111111111111"], new StringReader("\n"), output, CancellationToken.None);

        Assert.Equal(1, code);
        Assert.Contains("az login", output.ToString(), StringComparison.Ordinal);
    }

    private static Task ApplyAsync(CompanyCluster cluster, string alice) => ManagedCompany.ApplyAsync(
        As(cluster, Administrator, "postgres"),
        [new(Cast.Find("alice")!, alice, Guid.Parse("11111111-1111-1111-1111-111111111111")), new(Cast.Find("bob")!, Bob, Guid.Parse("22222222-2222-2222-2222-222222222222"))],
        Database,
        CompanyCluster.SeedDay);

    private async Task<string> AskAsync(string login, string sql)
    {
        await using var connection = new NpgsqlConnection(As(_cluster, login, Database));
        await connection.OpenAsync();
        try
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return $"{await command.ExecuteScalarAsync()}";
        }
        catch (PostgresException refusal)
        {
            return refusal.SqlState;
        }
    }

    private static string As(CompanyCluster cluster, string login, string database) =>
        new NpgsqlConnectionStringBuilder(cluster.AdminConnectionString) { Username = login, Password = "secret", Database = database, Pooling = false }.ConnectionString;

    private static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
