using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Onbehalf.Identity;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.People;
using Onbehalf.Sources;
using Onbehalf.Sources.Postgres;
using Onbehalf.Tools;

namespace Onbehalf.Tests.Sources;

/// <summary>T18, T21 and the source audit: whose login, whose connection, and whether it is held to its own rights.</summary>
public sealed class PersonPoolTests(EscapeDatabase world) : IClassFixture<EscapeDatabase>
{
    private const string Who = "SELECT current_user::text AS me";

    [Fact]
    public async Task Every_person_speaks_through_their_own_login_only()
    {
        var people = Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? (Person: world.Bob, Name: "bob") : (Person: world.Erin, Name: "erin"));

        var answers = await Task.WhenAll(people.Select(async p => (p.Name, Answer: await world.AskAsync(p.Person, Who))));

        Assert.All(answers, a => Assert.Contains(world.Role(a.Name), Said.Of(a.Answer), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SELECT 1 / 0")]
    [InlineData("SELECT count(*) FROM generate_series(1, 10000000000)")]
    [InlineData("SELECT id FROM orders")]
    public async Task A_connection_used_by_one_person_never_serves_another(string last)
    {
        await world.AskAsync(world.Bob, last, new(10, 10_000, TimeSpan.FromMilliseconds(300)));

        var erin = await world.AskAsync(world.Erin, "SELECT count(*) FROM orders");

        Assert.Contains("[[0]]", Said.Of(erin), StringComparison.Ordinal);
        Assert.Contains(world.Role("erin"), Said.Of(await world.AskAsync(world.Erin, Who)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_credential_asked_for_is_the_speakers_whatever_the_text_says()
    {
        while (world.Keyring.Asked.TryDequeue(out _))
        {
        }

        world.Pools.Drop(world.Bob.Subject.Id);
        foreach (var sql in (string[])["SELECT '../alice'", "SELECT 'source-company' FROM u", $"SELECT '{world.Alice.Subject.Id}'", Who])
            await world.AskAsync(world.Bob, sql);

        Assert.All(world.Keyring.Asked, a => Assert.Equal((world.Bob.Subject.Id, world.Settings.Login), a));
    }

    [Fact]
    public async Task A_person_without_a_login_is_told_so_and_nobody_elses_is_tried()
    {
        var stranger = TestPeople.Authority("stranger");

        var answer = Assert.IsType<QueryOutcome.Refused>(await world.AskAsync(stranger, Who));

        Assert.Equal(RefusalCodes.Identity, answer.Code);
    }

    [Fact]
    public async Task A_changed_directory_answer_opens_a_fresh_pool()
    {
        var first = Assert.IsType<PoolResult.Open>(await world.Pools.GetAsync(world.Mallory, world.Settings, CancellationToken.None)).Pool;
        var changed = new Authority(world.Mallory.Subject, world.Mallory.Groups, "2", DateTimeOffset.UnixEpoch);

        var second = Assert.IsType<PoolResult.Open>(await world.Pools.GetAsync(changed, world.Settings, CancellationToken.None)).Pool;

        Assert.NotSame(first, second);
    }

    [Fact]
    public async Task A_login_that_was_taken_away_ends_with_the_pool()
    {
        var gone = await world.PersonAsync("gone");
        Assert.IsType<QueryOutcome.Rows>(await world.AskAsync(gone, Who));

        await EscapeDatabase.RunAsync(null, $"ALTER ROLE {world.Role("gone")} NOLOGIN");
        world.Pools.Drop(gone.Subject.Id);

        Assert.Equal(RefusalCodes.Identity, Assert.IsType<QueryOutcome.Refused>(await world.AskAsync(gone, Who)).Code);
        await EscapeDatabase.RunAsync(null, $"DROP ROLE {world.Role("gone")}");
    }

    [Fact]
    public async Task A_credential_that_was_taken_back_ends_the_pool_within_a_minute()
    {
        var clock = new SetClock();
        var keyring = new Keyring();
        keyring.Give(world.Bob, world.Role("bob"), await world.PasswordAsync("bob"));
        await using var pools = new PersonPools(keyring, clock, new ConfigurationBuilder().Build(), NullLogger<PersonPools>.Instance);
        Assert.IsType<PoolResult.Open>(await pools.GetAsync(world.Bob, world.Settings, CancellationToken.None));

        keyring.Take(world.Bob);
        clock.Now += TimeSpan.FromSeconds(61);

        Assert.IsType<PoolResult.Refused>(await pools.GetAsync(world.Bob, world.Settings, CancellationToken.None));
    }

    [Fact]
    public async Task The_least_recently_used_pool_closes_when_there_are_too_many()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("ONBEHALF_PERSON_POOLS", "1")]).Build();
        await using var pools = new PersonPools(world.Keyring, TimeProvider.System, settings, NullLogger<PersonPools>.Instance);
        var first = Assert.IsType<PoolResult.Open>(await pools.GetAsync(world.Bob, world.Settings, CancellationToken.None)).Pool;

        await pools.GetAsync(world.Erin, world.Settings, CancellationToken.None);

        Assert.NotSame(first, Assert.IsType<PoolResult.Open>(await pools.GetAsync(world.Bob, world.Settings, CancellationToken.None)).Pool);
    }

    [Fact]
    public async Task Reads_of_the_catalogue_at_once_share_one_read_and_leave_the_settings_of_the_session()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("ONBEHALF_PERSON_CONNECTIONS", "1")]).Build();
        await using var pools = new PersonPools(world.Keyring, TimeProvider.System, settings, NullLogger<PersonPools>.Instance);
        var pool = Assert.IsType<PoolResult.Open>(await pools.GetAsync(world.Bob, world.Settings, CancellationToken.None)).Pool;
        var before = await SettingsAsync(pool);
        using var gone = new CancellationTokenSource();
        var left = pool.CatalogAsync(world.Settings, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);

        var read = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => pool.CatalogAsync(world.Settings, CancellationToken.None)));

        Assert.Single(read.Distinct(ReferenceEqualityComparer.Instance));
        Assert.Equal(before, await SettingsAsync(pool));
    }

    [Fact]
    public async Task Requests_whose_connections_were_cut_together_are_all_answered_by_the_pool_that_follows()
    {
        await using var pools = new PersonPools(world.Keyring, TimeProvider.System, new ConfigurationBuilder().Build(), NullLogger<PersonPools>.Instance);
        var source = new PostgresSource(world.Settings, pools);
        Assert.IsType<CatalogOutcome.Visible>(await source.DescribeAsync(world.Erin, CancellationToken.None));
        var before = Assert.IsType<PoolResult.Open>(await pools.GetAsync(world.Erin, world.Settings, CancellationToken.None)).Pool;

        await EscapeDatabase.RunAsync(null, $"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '{world.Role("erin")}' AND application_name = 'onbehalf'");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => source.DescribeAsync(world.Erin, CancellationToken.None)));

        Assert.All(outcomes, static outcome => Assert.IsType<CatalogOutcome.Visible>(outcome));
        Assert.NotSame(before, Assert.IsType<PoolResult.Open>(await pools.GetAsync(world.Erin, world.Settings, CancellationToken.None)).Pool);
    }

    private static async Task<string> SettingsAsync(PersonPool pool)
    {
        await using var lease = await pool.OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(
            "SELECT concat_ws(' ', current_setting('statement_timeout'), current_setting('search_path'), current_setting('transaction_read_only'))", lease.Connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    [Fact]
    public async Task As_many_queries_of_one_person_run_at_once_as_the_setting_says()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("ONBEHALF_PERSON_CONNECTIONS", "3")]).Build();
        await using var pools = new PersonPools(world.Keyring, TimeProvider.System, settings, NullLogger<PersonPools>.Instance);
        var pool = Assert.IsType<PoolResult.Open>(await pools.GetAsync(world.Bob, world.Settings, CancellationToken.None)).Pool;
        var open = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => pool.OpenAsync(CancellationToken.None)));

        var fourth = pool.OpenAsync(CancellationToken.None);
        Assert.False(fourth.IsCompleted);
        await open[0].DisposeAsync();
        await (await fourth).DisposeAsync();

        await open[1].DisposeAsync();
        await open[2].DisposeAsync();
    }

    [Fact]
    public async Task Ended_sessions_are_opened_again_without_anyone_noticing()
    {
        await world.AskAsync(world.Bob, Who);

        await EscapeDatabase.RunAsync(null, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{world.Role("bob")}'");

        Assert.IsType<QueryOutcome.Rows>(await world.AskAsync(world.Bob, Who));
    }

    [Theory]
    [InlineData("super", "SUPERUSER", null)]
    [InlineData("bypass", "BYPASSRLS", null)]
    [InlineData("reader", "", "GRANT pg_read_all_data TO {0}")]
    [InlineData("owner", "", "GRANT {1} TO {0}")]
    public async Task A_login_that_would_not_be_held_to_its_own_rights_is_refused(string name, string attributes, string? grant)
    {
        var person = await world.PersonAsync(name, attributes);
        if (grant is not null)
            await EscapeDatabase.RunAsync(null, string.Format(System.Globalization.CultureInfo.InvariantCulture, grant, world.Role(name), world.Role("keeper")));

        var described = await world.Source.DescribeAsync(person, CancellationToken.None);

        Assert.Equal(RefusalCodes.Identity, Assert.IsType<CatalogOutcome.Unavailable>(described).Code);
        world.Pools.Drop(person.Subject.Id);
        await EscapeDatabase.RunAsync(null, $"DROP ROLE {world.Role(name)}");
    }

    [Theory]
    [InlineData(150018, true)]
    [InlineData(150020, false)]
    [InlineData(180004, true)]
    [InlineData(180007, false)]
    [InlineData(170012, false)]
    [InlineData(160015, true)]
    [InlineData(140025, false)]
    [InlineData(130022, true)]
    [InlineData(190000, false)]
    public void A_server_below_the_security_floor_is_known(int version, bool below) => Assert.Equal(below, LoginCheck.IsBelowFloor(version));

    [Fact]
    public void Below_the_floor_only_a_demo_on_loopback_is_served_and_it_is_flagged()
    {
        using var found = System.Text.Json.JsonDocument.Parse("""
            {"version":150018,"options":true,"super":false,"bypass":false,"system":[],"owns":false,"variables":[],"ownerViews":[],"definers":[],"reach":[],"schemas":[]}
            """);

        var demo = LoginCheck.Judge(found.RootElement, world.Settings with { MayBeBelowFloor = true });
        var real = LoginCheck.Judge(found.RootElement, world.Settings with { MayBeBelowFloor = false });

        Assert.Empty(demo.Refusals);
        Assert.Single(demo.Flags);
        Assert.Single(real.Refusals);
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
