using System.Diagnostics;
using Onbehalf.Sidecars.Supervision;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Sidecars;

public sealed class SupervisorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Sidecars_outlive_their_last_app_by_ten_seconds() =>
        Assert.Equal(TimeSpan.FromSeconds(10), new SidecarOptions("home").Linger);

    [Fact]
    public async Task A_first_start_says_what_it_does_and_a_second_app_shares_what_runs()
    {
        var options = LocalSidecars.Options();
        var said = new List<string>();
        await using var first = await SidecarLease.OpenAsync(options, said.Add, CancellationToken.None);
        var running = Processes(options);

        await using (var second = await SidecarLease.OpenAsync(options, _ => { }, CancellationToken.None))
            Assert.Equal(first.Endpoints.Issuer, second.Endpoints.Issuer);
        var after = Processes(options);

        Assert.Contains("Starting Azurite…", said);
        Assert.Contains("Creating the PostgreSQL cluster…", said);
        Assert.Equal(running, after);
        Assert.Equal(5, running.Count(static process => process.IsAlive));
    }

    [Fact]
    public async Task When_the_last_app_is_gone_nothing_runs_any_more_and_a_throw_away_home_is_gone()
    {
        var options = LocalSidecars.Options();
        var lease = await SidecarLease.OpenAsync(options, _ => { }, CancellationToken.None);
        var running = Processes(options);
        var cluster = lease.Endpoints.PostgresFolder;

        await lease.DisposeAsync();
        await UntilAsync(() => !running.Any(static process => process.IsAlive));

        await UntilAsync(() => !Directory.Exists(options.Home));
        Assert.False(Directory.Exists(cluster));
    }

    [Fact]
    public async Task A_killed_sidecar_is_started_again_on_its_port()
    {
        var options = LocalSidecars.Options();
        await using var lease = await SidecarLease.OpenAsync(options, _ => { }, CancellationToken.None);
        var killed = Processes(options).Single(static process => process.Name == "provider");

        Posix.Signal(killed.Id, Posix.Kill);
        await UntilAsync(() => Processes(options).Any(process => process.Name == "provider" && process.Id != killed.Id));

        await UntilAnswersAsync(lease.Endpoints.Issuer);
    }

    [Fact]
    public async Task After_a_killed_supervisor_another_takes_over_at_the_same_addresses()
    {
        var options = LocalSidecars.Options();
        await using var lease = await SidecarLease.OpenAsync(options, _ => { }, CancellationToken.None);
        var (before, issuer) = (Processes(options), lease.Endpoints.Issuer);

        Posix.Signal(before.Single(static process => process.Name == "supervisor").Id, Posix.Kill);
        await UntilAsync(() => Processes(options) is { Count: 5 } now && now.All(process => process.IsAlive && !before.Contains(process)));

        await UntilAnswersAsync(issuer);
        Assert.Equal(issuer, lease.Endpoints.Issuer);
        Assert.DoesNotContain(before, static process => process.IsAlive);
    }

    private static IReadOnlyList<RunningProcess> Processes(SidecarOptions options) => ProcessRecord.Read(new SidecarHome(options.Home));

    private static async Task UntilAnswersAsync(string issuer)
    {
        using var client = new HttpClient();
        await UntilAsync(async () =>
        {
            try
            {
                using var answer = await client.GetAsync(new Uri($"{issuer}/.well-known/openid-configuration"));
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var clock = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(clock.Elapsed < Patience, "It did not happen in time.");
            await Task.Delay(50);
        }
    }
}
