using System.Text.Json;
using Npgsql;
using Onbehalf.Demo;
using Onbehalf.Demo.Company;
using Onbehalf.Ids;
using Onbehalf.Sidecars.Supervision;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Journeys;

/// <summary>One app's copy of the company as its DBA reaches it: to look at what was done, and to change what a test needs changed.</summary>
internal sealed class CompanyRows(Endpoints sidecars, string database)
{
    private int _deals;

    public string Sources => DemoSettings.Sources(sidecars, database);

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(DemoData.AdministratorOf(sidecars)) { Database = database, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>With this person's own login, taken from the vault as the product takes it.</summary>
    public async Task<NpgsqlConnection> OpenAsAsync(string person)
    {
        var vault = await LocalVault.ClientAsync();
        var secret = await vault.GetSecretAsync($"u-{SubjectId.Of(sidecars.Issuer, null, person)}-source-company-g1");
        var login = JsonElement.Parse(secret.Value.Value);
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(DemoData.AdministratorOf(sidecars))
        {
            Database = database,
            Username = login.At("username"),
            Password = login.At("password"),
            Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async Task<object?> AskAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>An open deal of Bob's that no other test has taken; when all are taken, one that is opened again.</summary>
    public async Task<int> DealOfBobAsync() => (int)(
        await AskAsync($"SELECT id FROM company.deals WHERE owner = 'bob' AND closed_on IS NULL ORDER BY id OFFSET {Interlocked.Increment(ref _deals) - 1} LIMIT 1")
        ?? await AskAsync("""
            UPDATE company.deals SET stage = 'proposal', closed_on = NULL
            WHERE id = (SELECT max(id) FROM company.deals WHERE owner = 'bob' AND closed_on IS NOT NULL) RETURNING id
            """))!;

    public async Task<decimal> AmountAsync(int deal) => (decimal)(await AskAsync($"SELECT amount FROM company.deals WHERE id = {deal}"))!;

    /// <summary>Waits until a statement of this person is in this state in the server.</summary>
    public async Task UntilAsync(string person, string waiting)
    {
        var sql = $"SELECT count(*) FROM pg_stat_activity WHERE usename = '{person}' AND datname = current_database() AND wait_event{waiting}";
        for (var i = 0; (long)(await AskAsync(sql))! == 0; i++)
        {
            if (i > 600)
                throw new TimeoutException($"{person} never waited.");
            await Task.Delay(50);
        }
    }
}
