using Npgsql;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Sources;

internal static class TestPostgres
{
    /// <summary>Returns the administrator's connection of the test run's PostgreSQL, for a DBA's setup. Sources never use this login.</summary>
    public static async Task<string> AdminAsync()
    {
        var sidecars = await LocalSidecars.StartAsync();
        return new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = sidecars.PostgresPort, Username = "postgres", Password = sidecars.PostgresPassword, Database = "postgres" }.ConnectionString;
    }
}
