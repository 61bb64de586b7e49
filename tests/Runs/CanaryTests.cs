using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Onbehalf.Automations;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Runs;

/// <summary>T17: whatever becomes of a run, no secret is in what it leaves: not in a row, not in a history, not in a trace, not in a line of the log.</summary>
[Collection(PuppetJourneys.Name)]
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
        var left = $"{await RowsAsync(prefix)}\n{traces.Text}\n{log.Text}";

        Assert.Contains("RunAutonomously", left, StringComparison.Ordinal);
        Assert.Contains("execute_tool", left, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.Null(FoundIn(left, secret)));
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
