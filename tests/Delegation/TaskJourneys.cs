using System.Text;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Delegation;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.Grants;
using Onbehalf.People;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Delegation;

/// <summary>The demo's second product, through the agent, with nothing configured: each person their own list.</summary>
public sealed class TaskJourneys(TaskJourneys.World world) : IClassFixture<TaskJourneys.World>
{
    private AppFixture App => world.App;

    [Fact]
    public async Task A_person_connects_asks_for_their_tasks_and_opens_one_after_saying_yes()
    {
        var thread = await App.OpenThreadAsync("alice", "bob");
        await App.AskAsync("alice", thread, "what are my tasks?");
        var before = await App.ReplyAsync("alice", thread);
        using var browser = await ConnectBrowser.OfAsync(App, "alice");
        await browser.ConnectAsync("alice");

        await App.AskAsync("alice", thread, "what are my tasks?");
        var listed = await App.ReplyAsync("alice", thread);
        var turn = await App.SayAsync("alice", thread, "open a task to check the invoice for finance");
        var card = await App.CardAsync("alice", turn);
        await (await App.InBrowserAsync("alice")).DecideAsync(card);
        await App.EndOfAsync("alice", turn);
        var opened = await App.ReplyAsync("alice", thread);
        await App.AskAsync("alice", thread, "list my tasks");
        var after = await App.ReplyAsync("alice", thread);

        Assert.Contains("Connections page", before.At("text"), StringComparison.Ordinal);
        Assert.Contains("Plan the week of Alice", listed.At("text"), StringComparison.Ordinal);
        Assert.StartsWith("Opened: ☐ check the invoice (for finance)", opened.At("text"), StringComparison.Ordinal);
        Assert.Contains("check the invoice", after.At("text"), StringComparison.Ordinal);
        Assert.Equal("locked", (await App.ReplyAsync("bob", thread)).At("visibility"));
        Assert.Contains(await App.AuditAsync("alice", "resource=tasks"), static row => row.At("tool") == "tasks_create_task" && row.At("decision") == "succeeded");
    }

    [Fact]
    public async Task Two_who_are_connected_see_each_their_own_tasks_in_one_thread()
    {
        var thread = await App.OpenThreadAsync("carol", "dan");
        foreach (var person in new[] { "carol", "dan" })
        {
            using var browser = await ConnectBrowser.OfAsync(App, person);
            await browser.ConnectAsync(person);
        }

        await App.AskAsync("carol", thread, "what are my tasks?");
        var carol = await App.ReplyAsync("carol", thread);
        await App.AskAsync("dan", thread, "what are my tasks?");
        var dan = await App.ReplyAsync("dan", thread);

        Assert.Contains("Plan the week of Carol", carol.At("text"), StringComparison.Ordinal);
        Assert.DoesNotContain("Dan", carol.At("text"), StringComparison.Ordinal);
        Assert.Contains("Plan the week of Dan", dan.At("text"), StringComparison.Ordinal);
        Assert.DoesNotContain("Carol", dan.At("text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task T17_no_token_is_left_in_any_table_row_of_turns_runs_or_audit_nor_in_a_log()
    {
        var thread = await App.OpenThreadAsync("erin");
        using var browser = await ConnectBrowser.OfAsync(App, "erin");
        await browser.ConnectAsync("erin");
        await App.AskAsync("erin", thread, "what are my tasks?");
        var turn = await App.SayAsync("erin", thread, "open a task to look for canaries");
        await (await App.InBrowserAsync("erin")).DecideAsync(await App.CardAsync("erin", turn), approve: false);
        await App.EndOfAsync("erin", turn);

        string[] secrets = [await AccessTokenAsync("erin"), await RefreshTokenAsync("erin")];
        var (rows, written) = (0, new StringBuilder());
        var store = new TableServiceClient(App.Sidecars.StorageConnectionString);
        var prefix = world.App.Services.GetRequiredService<IConfiguration>()["ONBEHALF_TABLE_PREFIX"]!;
        await foreach (var table in store.QueryAsync())
        {
            if (!table.Name.Contains(prefix, StringComparison.OrdinalIgnoreCase))
                continue;
            await foreach (var row in store.GetTableClient(table.Name).QueryAsync<TableEntity>((string?)null))
            {
                rows++;
                foreach (var value in row.Select(static one => one.Value))
                    written.Append(value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : value).Append('\n');
            }
        }

        foreach (var log in Directory.EnumerateFiles(Path.Combine(App.Sidecars.Home, "logs")).Append(App.Sidecars.VaultAccessLog))
        {
            using var reader = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            written.Append(await reader.ReadToEndAsync());
        }

        var all = written.ToString();
        Assert.True(rows > 20);
        foreach (var piece in secrets.SelectMany(static secret => Enumerable.Range(0, secret.Length - 11).Select(start => secret.Substring(start, 12)).Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)))))
            Assert.False(all.Contains(piece, StringComparison.Ordinal));
    }

    private async Task<string> AccessTokenAsync(string person)
    {
        var subject = new Subject(App.SubjectOf(person), "local", App.Sidecars.Issuer, null, person, person);
        var answer = await world.App.Services.GetRequiredService<DelegatedTokens>().GetAsync(GrantWorld.AuthorityOf(subject), new("tasks"), default);
        return Assert.IsType<DelegatedTokenResult.Granted>(answer).Token.RevealTo(new(App.Sidecars.TasksUrl));
    }

    private async Task<string> RefreshTokenAsync(string person)
    {
        var services = world.App.Services;
        var grant = (await services.GetRequiredService<GrantRows>().FindAsync(App.SubjectOf(person), new("tasks"), default))!;
        var tasks = services.GetRequiredService<ConnectionCatalog>().Find("tasks")!;
        return (await services.GetRequiredService<GrantSecrets>().ReadAsync(grant, tasks, grant.Secret!, default))!.Reveal();
    }

    public sealed class World : IAsyncLifetime
    {
        public InProcessApp App { get; private set; } = null!;

        public async Task InitializeAsync() => App = await InProcessApp.StartAsync();

        public Task DisposeAsync() => App.DisposeAsync().AsTask();
    }
}
