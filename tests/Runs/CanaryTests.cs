using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Onbehalf.Delegation;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.Grants;
using Onbehalf.Tests.Delegation;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Runs;

/// <summary>T17: whatever the outcome of a run, its rows, histories, traces and logs contain no secret.</summary>
[Collection(PuppetRuns.Name)]
public sealed class CanaryTests(PuppetWorld world)
{
    private const int Piece = 12;

    [Fact]
    public async Task T17_no_piece_of_a_secret_rests_in_any_table_log_or_trace_after_success_failure_timeout_and_retry()
    {
        var prefix = Azurite.FreshPrefix();
        var settings = PuppetWorld.Settings(world.Puppet, world.Company, ("ONBEHALF_TABLE_PREFIX", prefix), ("ONBEHALF_TASK_HUB", $"hub{prefix}"), ("ONBEHALF_MODEL_SECONDS", "2"));
        using var traces = new Traces();
        using var log = new Log();
        await using var app = await InProcessApp.StartAsync(settings);
        var secrets = await SecretsAsync(app);

        await SucceedAsync(app);
        await FailAsync(app);
        await TimeOutAsync(app);
        await RetryAsync(app);
        var grants = await UseAccountsAsync(app);
        var left = $"{await RowsAsync(prefix)}\n{traces.Text}\n{log.Text}";
        await PlantAsync(prefix, grants[^1]);
        var planted = await RowsAsync(prefix);

        Assert.Contains("RunAutonomously", left, StringComparison.Ordinal);
        Assert.Contains("execute_tool", left, StringComparison.Ordinal);
        Assert.Equal(12, grants.Distinct(StringComparer.Ordinal).Count());
        Assert.All([.. secrets, .. grants], secret => Assert.Null(FoundIn(left, secret)));
        Assert.NotNull(FoundIn(planted, grants[^1]));
    }

    private async Task SucceedAsync(InProcessApp app)
    {
        var deal = await world.Company.DealOfBobAsync();
        var question = PuppetWorld.Fresh("canary success");
        world.Puppet.When(question).Reply(Sql.Company(Sql.Deals), Sql.SetAmount(deal, 4751m), PuppetLine.Say("done"));
        var run = await app.WakeAsync(await app.AgreedAsync("bob", question, ["query_data", "change_data"]));
        await (await app.InBrowserAsync("bob")).DecideAsync(await app.CardOfRunAsync("bob", run));
        Assert.Equal("completed", (await app.EndOfRunAsync("bob", run)).At("status"));
    }

    private async Task FailAsync(InProcessApp app)
    {
        var question = PuppetWorld.Fresh("canary failure");
        world.Puppet.When(question).Reply(Sql.Company("SELECT nothing FROM nowhere")).Always(PuppetLine.Garbage("not a stream"u8.ToArray()));
        Assert.Equal("failed", (await app.EndOfRunAsync("bob", await app.WakeAsync(await app.AgreedAsync("bob", question, [])))).At("status"));
    }

    private async Task TimeOutAsync(InProcessApp app)
    {
        var question = PuppetWorld.Fresh("canary timeout");
        world.Puppet.When(question).Reply(Sql.Company("SELECT pg_sleep(30)"), PuppetLine.Hang(), PuppetLine.Say("done"));
        Assert.Equal("completed", (await app.EndOfRunAsync("bob", await app.WakeAsync(await app.AgreedAsync("bob", question, [])))).At("status"));
    }

    private async Task RetryAsync(InProcessApp app)
    {
        var question = PuppetWorld.Fresh("canary retry");
        world.Puppet.When(question).Reply(PuppetLine.Fail(500), PuppetLine.Fail(500), Sql.Company(Sql.Deals), PuppetLine.Say("done"));
        Assert.Equal("completed", (await app.EndOfRunAsync("bob", await app.WakeAsync(await app.AgreedAsync("bob", question, [])))).At("status"));
    }

    /// <summary>What three people granted elsewhere, before and after it was renewed by a run that succeeds, one that fails and one that times out and tries again.</summary>
    private async Task<string[]> UseAccountsAsync(InProcessApp app)
    {
        var list = PuppetLine.Call("tasks_list_tasks", new { });
        (string Person, PuppetLine[] Lines, string Status)[] uses =
        [
            ("alice", [list, PuppetLine.Say("done")], "completed"),
            ("carol", [list, PuppetLine.Garbage("not a stream"u8.ToArray())], "failed"),
            ("dan", [PuppetLine.Fail(500), list, PuppetLine.Hang(), PuppetLine.Say("done")], "completed"),
        ];
        var granted = new List<string>();
        foreach (var (person, lines, status) in uses)
        {
            using var browser = await ConnectBrowser.OfAsync(app, person);
            await browser.ConnectAsync(person);
            granted.AddRange(await GrantedAsync(app, person));
            app.Get<DelegatedTokens>().Forget(app.SubjectOf(person), new("tasks"));
            var question = PuppetWorld.Fresh($"canary account of {person}");
            world.Puppet.When(question).Reply(lines).Always(lines[^1]);
            Assert.Equal(status, (await app.EndOfRunAsync(person, await app.WakeAsync(await app.AgreedAsync(person, question, ["tasks_list_tasks"])))).At("status"));
            granted.AddRange(await GrantedAsync(app, person));
        }

        return [.. granted];
    }

    private static async Task<string[]> GrantedAsync(InProcessApp app, string person)
    {
        var tasks = app.Get<ConnectionCatalog>().Find("tasks")!;
        var access = (DelegatedTokenResult.Granted)await app.Get<DelegatedTokens>().GetAsync(GrantWorld.AuthorityOf(await app.PersonAsync(person)), tasks.Id, default);
        var grant = (await app.Get<GrantRows>().FindAsync(app.SubjectOf(person), tasks.Id, default))!;
        var refresh = (await app.Get<GrantSecrets>().ReadAsync(grant, tasks, grant.Secret!, default))!;
        return [access.Token.RevealTo(access.Token.Origin).Split('.')[^1], refresh.Reveal()];
    }

    /// <summary>A scan that finds nothing says something only when it finds what is there.</summary>
    private static async Task PlantAsync(string prefix, string secret) =>
        await new TableServiceClient(await Azurite.ConnectionStringAsync()).GetTableClient($"{prefix}memory")
            .UpsertEntityAsync(new TableEntity("planted", "here") { ["Bytes"] = Encoding.UTF8.GetBytes($"x{secret}x") });

    /// <summary>Bob's proof at the door, his browser's, and his database login.</summary>
    private static async Task<string[]> SecretsAsync(InProcessApp app)
    {
        var token = await app.TokenAsync("bob");
        (await app.AsAsync("bob")).DefaultRequestHeaders.Authorization = new("Bearer", token);
        var cookie = (await app.InBrowserAsync("bob")).DefaultRequestHeaders.GetValues("Cookie").Single();
        var login = await (await LocalVault.ClientAsync()).GetSecretAsync($"u-{app.SubjectOf("bob")}-source-company-g1");
        var password = JsonElement.Parse(login.Value.Value).GetProperty("password").GetString()!;

        // Head and body of a token are words that rest elsewhere too, such as a name; what proves anything is its signature.
        return [token.Split('.')[^1], cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..], password, Convert.ToBase64String(Encoding.UTF8.GetBytes(password))];
    }

    private static string? FoundIn(string left, string secret)
    {
        for (var i = 0; i + Piece <= secret.Length; i++)
        {
            if (left.AsSpan().Contains(secret.AsSpan(i, Piece), StringComparison.Ordinal))
                return secret.Substring(i, Piece);
        }

        return null;
    }

    private static async Task<string> RowsAsync(string prefix)
    {
        var text = new StringBuilder();
        var service = new TableServiceClient(await Azurite.ConnectionStringAsync());
        await foreach (var table in service.QueryAsync())
        {
            if (!table.Name.StartsWith(prefix, StringComparison.Ordinal) && !table.Name.StartsWith($"hub{prefix}", StringComparison.Ordinal))
                continue;
            await foreach (var row in service.GetTableClient(table.Name).QueryAsync<TableEntity>())
                foreach (var (name, value) in row)
                    text.Append(name).Append('=').AppendLine(value is byte[] bytes ? $"{Encoding.UTF8.GetString(bytes)} {Convert.ToBase64String(bytes)}" : value?.ToString());
        }

        return text.ToString();
    }

    private sealed class Traces : IDisposable
    {
        private readonly ConcurrentQueue<string> _spans = new();
        private readonly ActivityListener _listener;

        public Traces()
        {
            _listener = new()
            {
                ShouldListenTo = static _ => true,
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = span => _spans.Enqueue(
                    $"{span.Source.Name} {span.OperationName} {span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Events.SelectMany(static e => e.Tags))} {string.Join(' ', span.Baggage)}"),
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public string Text => string.Join('\n', _spans);

        public void Dispose() => _listener.Dispose();
    }

    private sealed class Log : IDisposable
    {
        private readonly TextWriter _before = Console.Out;
        private readonly StringWriter _written = new();

        public Log() => Console.SetOut(TextWriter.Synchronized(_written));

        public string Text => _written.ToString();

        public void Dispose() => Console.SetOut(_before);
    }
}
