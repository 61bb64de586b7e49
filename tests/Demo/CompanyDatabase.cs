using System.Globalization;
using Npgsql;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Demo;

/// <summary>A copy of the company for one test class, asked as a person's own login.</summary>
public sealed class CompanyDatabase : IAsyncLifetime
{
    private CompanyCluster _cluster = null!;
    private string _database = "";

    internal string AdminConnectionString => new NpgsqlConnectionStringBuilder(_cluster.AdminConnectionString) { Database = _database }.ConnectionString;

    public async Task InitializeAsync()
    {
        _cluster = await CompanyCluster.StartAsync();
        _database = await _cluster.CopyAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Rows as "a | b", or the SQLSTATE of the refusal.</summary>
    internal async Task<string[]> AskAsync(string person, string sql)
    {
        await using var connection = await OpenAsync(person);
        await using var command = new NpgsqlCommand(sql, connection);
        try
        {
            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<string>();
            while (await reader.ReadAsync())
            {
                rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(column => Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture))));
            }

            return [.. rows];
        }
        catch (PostgresException refusal)
        {
            return [refusal.SqlState];
        }
    }

    internal async Task<NpgsqlConnection> OpenAsync(string person)
    {
        var connection = new NpgsqlConnection(_cluster.ConnectionString(person, _database));
        await connection.OpenAsync();
        return connection;
    }
}
