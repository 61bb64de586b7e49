using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Onbehalf.Evidence;
using Onbehalf.Sources;
using Onbehalf.Sources.Postgres;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Sources;

/// <summary>A company of one's own, which its administrator may change, asked as each of its people.</summary>
public sealed class CompanyCopy : IAsyncLifetime
{
    private readonly Keyring _keyring = new();
    private PersonPools _pools = null!;
    private PostgresSource _source = null!;

    public string Database { get; private set; } = "";

    internal PostgresSource Source => _source;

    public async Task InitializeAsync()
    {
        var cluster = await CompanyCluster.StartAsync();
        var admin = new NpgsqlConnectionStringBuilder(cluster.AdminConnectionString);
        Database = await cluster.CopyAsync();
        _pools = new(_keyring, TimeProvider.System, new ConfigurationBuilder().Build(), NullLogger<PersonPools>.Instance);
        _source = new(new("company", new SecretPurpose("source-company"), admin.Host!, admin.Port, Database, MayBeBelowFloor: true), _pools);
        foreach (var (name, password) in cluster.Passwords)
            _keyring.Give(TestPeople.Authority(name), name, password.Reveal());
    }

    public async Task DisposeAsync() => await _pools.DisposeAsync();

    /// <summary>The server's process that runs this person's query.</summary>
    internal async Task<int> ServerOfAsync(string person)
    {
        var admin = new NpgsqlConnectionStringBuilder((await CompanyCluster.StartAsync()).AdminConnectionString) { Database = Database };
        await using var source = NpgsqlDataSource.Create(admin);
        await using var command = source.CreateCommand("select pid from pg_stat_activity where usename = $1 and datname = current_database() and state = 'active' and query like 'FETCH%'");
        command.Parameters.Add(new() { Value = person });
        object? process = null;
        await Waiting.UntilAsync(async () => (process = await command.ExecuteScalarAsync()) is not null);
        return (int)process!;
    }

    /// <summary>Drops the person's pool, because a pool reads the facts about its login when it opens.</summary>
    internal void SignInAgain(string person) => _pools.Drop(TestPeople.Authority(person).Subject.Id);

    public Task AlterAsync(string sql) => EscapeDatabase.RunAsync(Database, sql);

    internal Task<QueryOutcome> AskAsync(string person, string sql, QueryLimits? limits = null) =>
        _source.QueryAsync(TestPeople.Authority(person), new(sql), limits ?? new(1_000, 1_048_576, TimeSpan.FromSeconds(2)), CancellationToken.None);

    internal async Task<QueryOutcome.Rows> RowsAsync(string person, string sql) => Assert.IsType<QueryOutcome.Rows>(await AskAsync(person, sql));

    internal Task<ChangePreview> PreviewAsync(string person, RowChange change) => _source.PreviewAsync(TestPeople.Authority(person), change, CancellationToken.None);

    internal async Task<VisibleCatalog> CatalogAsync(string person) =>
        Assert.IsType<CatalogOutcome.Visible>(await _source.DescribeAsync(TestPeople.Authority(person), CancellationToken.None)).Catalog;

    /// <summary>Null for somebody as whom the database cannot be asked.</summary>
    internal Task<IHeldRights?> RightsAsync(string person) => _source.OfAsync(TestPeople.Authority(person), CancellationToken.None);

    /// <summary>Returns whether the viewer has the rights over the data of the answer.</summary>
    internal async Task<bool> IsOpenAsync(QueryOutcome answer, string viewer, bool isAsker = false)
    {
        var rights = await RightsAsync(viewer);
        return answer.Touched.All(touched => rights!.Cover(touched, isAsker));
    }
}
