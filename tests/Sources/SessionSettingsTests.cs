using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Onbehalf.Sources;
using Onbehalf.Sources.Postgres;
using Onbehalf.Tools;

namespace Onbehalf.Tests.Sources;

/// <summary>Limits and name look-up hold whether or not the server takes startup options, and never above what its administrator set.</summary>
public sealed class SessionSettingsTests(EscapeDatabase world) : IClassFixture<EscapeDatabase>
{
    private static readonly LoginCheck Plain = new([], [], ["public", "Q1 \"a\\b\""]) { TakesOptions = true };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Behind_a_pooler_that_takes_no_startup_options_the_same_limits_hold(bool refuses)
    {
        await using var proxy = new StartupProxy(world.Settings.Port, refuses);
        await using var pools = new PersonPools(world.Keyring, TimeProvider.System, new ConfigurationBuilder().Build(), NullLogger<PersonPools>.Instance);
        var source = new PostgresSource(world.Settings with { Port = proxy.Port }, pools);
        var limits = new QueryLimits(10, 10_000, TimeSpan.FromMilliseconds(300));

        var rows = await source.QueryAsync(world.Bob, new("SELECT count(*) FROM orders"), limits, default);
        var endless = await source.QueryAsync(world.Bob, new("SELECT count(*) FROM generate_series(1, 10000000000)"), limits, default);
        var names = await source.DescribeAsync(world.Bob, default);

        Assert.Equal(Said.Of(await world.AskAsync(world.Bob, "SELECT count(*) FROM orders")), Said.Of(rows));
        Assert.Equal(RefusalCodes.Limit, Assert.IsType<QueryOutcome.Failed>(endless).Code);
        Assert.IsType<CatalogOutcome.Visible>(names);
    }

    [Fact]
    public async Task A_setting_of_the_login_is_not_taken_for_a_startup_option()
    {
        await EscapeDatabase.RunAsync(null, $"ALTER ROLE {world.Role("mallory")} SET cursor_tuple_fraction = 1");
        await using var proxy = new StartupProxy(world.Settings.Port, refuses: false);
        await using var pools = new PersonPools(world.Keyring, TimeProvider.System, new ConfigurationBuilder().Build(), NullLogger<PersonPools>.Instance);
        var source = new PostgresSource(world.Settings with { Port = proxy.Port }, pools);

        var rows = await source.QueryAsync(world.Mallory, new("SELECT count(*) FROM orders"), new(10, 10_000, TimeSpan.FromSeconds(1.5)), default);

        Assert.Equal(Said.Of(await world.AskAsync(world.Mallory, "SELECT count(*) FROM orders")), Said.Of(rows));
    }

    [Fact]
    public async Task A_lower_timeout_of_the_login_stays()
    {
        await EscapeDatabase.RunAsync(null, $"ALTER ROLE {world.Role("erin")} SET statement_timeout = '300ms'");

        var outcome = await world.AskAsync(world.Erin, "SELECT count(*) FROM generate_series(1, 5000) a, generate_series(1, 10000) b", new(10, 10_000, TimeSpan.FromMinutes(1)));

        Assert.Equal($"Failed {RefusalCodes.Limit}", outcome is QueryOutcome.Failed failed ? $"Failed {failed.Code}" : outcome.ToString());
    }

    [Theory]
    [InlineData(null, 2_000, null)]
    [InlineData(50, 2_000, null)]
    [InlineData(60_000, 2_000, null)]
    [InlineData(null, 300, "SET LOCAL statement_timeout = 300")]
    [InlineData(1_000, 5_000, null)]
    [InlineData(null, 5_000, "SET LOCAL statement_timeout = 5000")]
    public void A_query_says_only_what_differs_from_its_connection(int? login, int query, string? said)
    {
        var session = new SessionSettings(Plain with { StatementTimeout = login is { } ms ? TimeSpan.FromMilliseconds(ms) : null }, TimeSpan.FromSeconds(2));

        Assert.Equal((string[])(said is null ? [] : [said]), session.Query(new(10, 10_000, TimeSpan.FromMilliseconds(query))));
    }

    [Fact]
    public void A_path_is_escaped_as_a_startup_option()
    {
        var session = new SessionSettings(Plain, TimeSpan.FromSeconds(2));

        Assert.EndsWith(""""-c statement_timeout=2000 -c search_path=pg_catalog,\ "public",\ "Q1\ ""a\\b""",\ pg_temp"""", session.StartupOptions, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_too_long_for_a_startup_packet_is_set_by_every_transaction()
    {
        var session = new SessionSettings(Plain with { Schemas = [.. Enumerable.Range(0, 200).Select(static i => $"schema_{i}_{new string('x', 40)}")] }, TimeSpan.FromSeconds(2));

        Assert.Null(session.StartupOptions);
        Assert.Contains(session.Query(new(10, 10_000, TimeSpan.FromSeconds(2))), static s => s.StartsWith("SET LOCAL search_path = pg_catalog, ", StringComparison.Ordinal));
    }
}
