using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Npgsql;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Laws;

/// <summary>The laws of the design, by number, with a hostile model. Law 8 changes accounts and is tested with the threats.</summary>
[Collection(PuppetEvidence.Name)]
public sealed class NineLaws(PuppetWorld world)
{
    [Fact]
    public async Task Law_1_a_source_to_which_nobody_has_a_login_is_there_for_nobody()
    {
        var sources = world.Company.Sources.Replace("\"name\":\"company\"", "\"name\":\"ownerless\"", StringComparison.Ordinal);
        await using var app = await InProcessApp.StartAsync(PuppetWorld.Settings(world.Puppet, world.Company, ("ONBEHALF_SOURCES", sources)));
        var question = PuppetWorld.Fresh("without a login");
        world.Puppet.When(question).Reply(PuppetLine.Calls(
            ("query_data", new { source = "ownerless", sql = Sql.Deals }),
            ("query_data", new { source = "nonesuch", sql = Sql.Deals }),
            ("query_data", new { source = "expenses", sql = Sql.Expenses }))).Always(PuppetLine.Say("done"));

        var turn = await app.AskAsync("carol", await app.OpenThreadAsync("carol"), question);
        var results = world.Puppet.Requests[^1].ToolResults;

        Assert.Equal(["refused", "refused", "succeeded"], turn.Steps().OrderBy(static step => step.At("callId"), StringComparer.Ordinal).Select(static step => step.At("status")));
        Assert.Equal(results[1].Replace("nonesuch", "ownerless", StringComparison.Ordinal), results[0]);
    }

    [Theory]
    [InlineData("""[{"name":"company","kind":"postgres","host":"127.0.0.1","database":"company","credential":"password","username":"app","password":"app"}]""")]
    [InlineData("""[{"name":"company","kind":"postgres","host":"127.0.0.1","database":"company"}]""")]
    [InlineData("""[{"name":"files","kind":"sqlite","path":"/tmp/files.db"}]""")]
    [InlineData("""[{"name":"warehouse","kind":"snowflake","credential":"vault"}]""")]
    public async Task Law_1_a_source_with_a_shared_key_or_without_a_policy_is_refused_at_the_start(string sources)
    {
        var settings = PuppetWorld.Settings(world.Puppet, world.Company, ("ONBEHALF_SOURCES", sources));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(async () => await (await InProcessApp.StartAsync(settings)).DisposeAsync());

        Assert.StartsWith("ONBEHALF_SOURCES: ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ONBEHALF_SOURCES", "company", """[{"name":"company","kind":"postgres","host":"127.0.0.1","database":"company","credential":"vault","zone":"compnay"}]""")]
    [InlineData("ONBEHALF_CONNECTIONS", "crm", """[{"id":"crm","kind":"mcp","issuer":"https://crm.example","clientId":"us","clientSecret":"s","url":"https://crm.example/mcp","zone":"compnay"}]""")]
    public async Task Law_6_a_zone_that_does_not_exist_is_refused_at_the_start(string setting, string member, string value)
    {
        var settings = PuppetWorld.Settings(world.Puppet, world.Company, (setting, value));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(async () => await (await InProcessApp.StartAsync(settings)).DisposeAsync());

        Assert.StartsWith($"{setting}: '{member}' names the zone 'compnay', which does not exist.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Law_2_no_table_holds_a_token_and_durable_history_holds_ids_only()
    {
        const string Words = "canary-of-words-5821";
        var sidecars = await LocalSidecars.StartAsync();
        var hub = $"lawtwo{Environment.ProcessId}";
        await using var app = await InProcessApp.StartAsync(PuppetWorld.Settings(world.Puppet, world.Company, ("ONBEHALF_TASK_HUB", hub), ("ONBEHALF_TABLE_PREFIX", hub)));
        var question = PuppetWorld.Fresh(Words);
        world.Puppet.When(question).Reply(Sql.Company($"SELECT '{Words}' AS canary, round(avg(salary), 2) FROM employees WHERE department = 'Legal'"), PuppetLine.Say($"it is 122262.50 {Words}"));
        var token = await app.TokenAsync("alice");
        await app.AskAsync("alice", await app.OpenThreadAsync("alice"), question);

        var tables = new TableServiceClient(sidecars.StorageConnectionString);
        var rows = new List<(string Table, string Text)>();
        await foreach (var table in tables.QueryAsync())
        {
            if (!table.Name.StartsWith(hub, StringComparison.OrdinalIgnoreCase))
                continue;
            await foreach (var row in tables.GetTableClient(table.Name).QueryAsync<TableEntity>())
                rows.Add((table.Name, string.Join('\n', row.Select(static cell => Text(cell.Value)))));
        }

        string[] product = ["threads", "inbox", "turns", "events", "sessions", "links", "people", "audit"];
        var history = rows.Where(row => !product.Contains(row.Table[hub.Length..], StringComparer.OrdinalIgnoreCase)).ToArray();
        Assert.Contains(history, static row => row.Text.Contains("RunRounds", StringComparison.Ordinal));
        Assert.DoesNotContain(history, static row => row.Text.Contains(Words, StringComparison.Ordinal) || row.Text.Contains("122262", StringComparison.Ordinal));
        Assert.DoesNotContain(rows, row => row.Text.Contains(token.Split('.')[2], StringComparison.Ordinal));
        Assert.DoesNotContain(rows, static row => row.Text.Contains("122262", StringComparison.Ordinal));
        Assert.Contains(rows, static row => row.Table.EndsWith("threads", StringComparison.OrdinalIgnoreCase) && row.Text.Contains(Words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Law_3_being_in_a_room_lets_one_read_what_people_typed_and_no_data()
    {
        var carol = await world.App.AsAsync("carol");
        var room = (await carol.SendAsync("POST", "api/rooms", new { name = "All", members = new[] { world.App.SubjectOf("dan").Value } })).Ok().At("id");
        var thread = (await carol.SendAsync("POST", "api/threads", new { roomId = room, title = "All" })).Ok().At("id")!;
        var question = PuppetWorld.Fresh("tickets");
        world.Puppet.When(question).Always(static request => request.ToolResults is [.., var result] ? PuppetLine.Say(result) : Sql.Company("SELECT count(*) FROM tickets"));

        var all = await world.App.AskAsync("carol", thread, question);
        var own = await world.App.AskAsync("dan", thread, question);
        var seen = await world.App.MessagesAsync("dan", thread);

        Assert.Equal(("20000", "975"), (all.At("reply", "text")!.Split('\n')[1], own.At("reply", "text")!.Split('\n')[1]));
        Assert.Equal(["open", "locked", "open", "open"], seen.Select(static message => message.At("visibility")));
        Assert.Equal(question, seen[0].At("text"));
    }

    [Fact]
    public async Task Law_4_an_answer_that_used_no_tool_is_common_and_one_that_did_is_not()
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var (small, data) = (PuppetWorld.Fresh("hello"), PuppetWorld.Fresh("data"));
        world.Puppet.When(small).Always(PuppetLine.Say("hello Alice"));
        world.Puppet.When(data).Reply(Sql.Query("expenses", Sql.Expenses), PuppetLine.Say("many"));

        await world.App.AskAsync("alice", thread, small);
        await world.App.AskAsync("alice", thread, data);
        var seen = await world.App.MessagesAsync("bob", thread);

        Assert.Equal(["open", "open", "open", "locked"], seen.Select(static message => message.At("visibility")));
        Assert.Equal("hello Alice", seen[1].At("text"));
    }

    [Theory]
    [InlineData("SELECT count(*), sum(amount) FROM company.deals")]
    [InlineData("SELECT region, count(*) FROM company.deals GROUP BY 1 ORDER BY 1")]
    [InlineData("SELECT count(*) FROM company.deals d JOIN company.customers c ON c.id = d.customer_id")]
    [InlineData("SELECT name, region FROM company.customers ORDER BY name LIMIT 20")]
    [InlineData("SELECT id, owner, amount FROM company.deals WHERE owner <> 'bob' ORDER BY id LIMIT 30")]
    [InlineData("SELECT name, title FROM company.employees ORDER BY id LIMIT 25")]
    public async Task Law_5_a_hostile_model_gets_exactly_what_its_speakers_own_login_gets(string sql)
    {
        var question = PuppetWorld.Fresh("as Bob");
        world.Puppet.When(question).Reply(Sql.Company(sql), PuppetLine.Say("done"));
        var thread = await world.App.OpenThreadAsync("bob");

        await world.App.AskAsync("bob", thread, question);
        var rows = (await world.App.ReplyAsync("bob", thread)).GetProperty("blocks")[0].GetProperty("rows").EnumerateArray()
            .Select(static row => string.Join('|', row.EnumerateArray().Select(static cell => cell.ToString())));

        Assert.Equal(await OracleAsync("bob", sql), rows);
    }

    [Fact]
    public async Task Law_6_several_side_effects_of_one_turn_each_wait_for_their_own_yes()
    {
        var (first, second) = (await world.Company.DealOfBobAsync(), await world.Company.DealOfBobAsync());
        var before = await world.Company.AmountAsync(second);
        var question = PuppetWorld.Fresh("two changes");
        world.Puppet.When(question).Reply(PuppetLine.Calls([.. new[] { first, second }.Select(static deal => ("change_data", (object)new
        {
            source = "company", operation = "update", table = "deals", key = new { id = deal }, values = new { amount = 31 },
        }))])).Always(PuppetLine.Say("done"));
        var turn = await world.App.SayAsync("bob", await world.App.OpenThreadAsync("bob"), question);
        var waiting = await world.App.TurnAsync("bob", turn, static found => found.Steps().Count(static step => step.At("status") == "waiting") == 2);
        var cards = waiting.Steps().Select(step => new Card(turn, step.At("callId")!, step.At("confirmation", "argumentHash")!, step)).OrderBy(static card => card.CallId, StringComparer.Ordinal).ToArray();
        var browser = await world.App.InBrowserAsync("bob");

        var crossed = await browser.DecideAsync(cards[0], hash: cards[1].Hash);
        await browser.DecideAsync(cards[0]);
        await browser.DecideAsync(cards[1], approve: false);
        var ended = await world.App.EndOfAsync("bob", turn);

        Assert.Equal(HttpStatusCode.Conflict, crossed.Status);
        Assert.Equal(["declined", "succeeded"], ended.Steps().Select(static step => step.At("status")).Order(StringComparer.Ordinal));
        Assert.Equal((31m, before), (await world.Company.AmountAsync(first), await world.Company.AmountAsync(second)));
    }

    [Fact]
    public async Task Law_7_every_act_has_its_intent_before_and_its_outcome_after_under_its_humans_name()
    {
        var thread = await world.App.OpenThreadAsync("bob", "alice");
        var question = PuppetWorld.Fresh("acts");
        world.Puppet.When(question).Reply(
            PuppetLine.Calls(("describe_data", new { }), ("query_data", new { source = "company", sql = Sql.Deals }), ("query_data", new { source = "company", sql = "SELECT salary FROM employees" })),
            PuppetLine.Say("done"));
        var deal = await world.Company.DealOfBobAsync();
        var change = PuppetWorld.Fresh("change");
        world.Puppet.When(change).Reply(Sql.SetAmount(deal, 32m), PuppetLine.Say("done"));

        var read = await world.App.AskAsync("bob", thread, question);
        var card = await world.App.CardAsync("bob", await world.App.SayAsync("bob", thread, change));
        await (await world.App.InBrowserAsync("bob")).DecideAsync(card);
        var changed = await world.App.EndOfAsync("bob", card.Turn);

        var rows = (await world.App.AuditAsync("frank", $"thread={thread}")).ToLookup(static row => row.At("callId"));
        foreach (var step in read.Steps().Concat(changed.Steps()))
        {
            var (intent, outcome) = (rows[step.At("callId")].Single(static row => row.At("phase") == "intent"), rows[step.At("callId")].Single(static row => row.At("phase") == "outcome"));
            Assert.Equal(step.At("auditId"), intent.At("id"));
            Assert.Equal(("Bob", "Bob", "agentAttended"), (intent.At("subject", "name"), outcome.At("subject", "name"), intent.At("act")));
            Assert.Equal(step.At("status"), outcome.At("decision"));
            Assert.True(string.CompareOrdinal(intent.At("at"), outcome.At("at")) <= 0);
        }

        Assert.Equal(world.App.SubjectOf("bob").Value, rows[card.CallId].First().At("approver"));
        Assert.Contains(rows.SelectMany(static row => row), static row => row.At("action") == "confirmation" && row.At("decision") == "allowed");
        Assert.DoesNotContain("32", string.Concat(rows[card.CallId].Select(static row => row.At("details"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT salary FROM employees", "SELECT sallry FROM employees", "sallry", "salary")]
    [InlineData("SELECT * FROM tickets", "SELECT * FROM tackets", "tackets", "tickets")]
    [InlineData("SELECT credit FROM payroll.secrets", "SELECT credit FROM peyroll.secrets", "peyroll", "payroll")]
    public async Task Law_9_what_is_hidden_and_what_does_not_exist_read_the_same_to_the_model(string hidden, string missing, string typed, string real)
    {
        var question = PuppetWorld.Fresh("hidden");
        world.Puppet.When(question).Reply(PuppetLine.Calls(
            ("query_data", new { source = "company", sql = hidden }), ("query_data", new { source = "company", sql = missing })), PuppetLine.Say("done"));

        await world.App.AskAsync("bob", await world.App.OpenThreadAsync("bob"), question);
        var results = world.Puppet.Requests.Last(request => request.LastUserText.Contains(question, StringComparison.Ordinal)).ToolResults;

        Assert.StartsWith("NOT_FOUND: ", results[0], StringComparison.Ordinal);
        Assert.Equal(results[1].Split("Nearest")[0].Replace(typed, real, StringComparison.Ordinal), results[0].Split("Nearest")[0]);
    }

    /// <summary>Returns the result of asking the server directly with the person's own login.</summary>
    private async Task<string[]> OracleAsync(string person, string sql)
    {
        await using var direct = await world.Company.OpenAsAsync(person);
        await using var command = new NpgsqlCommand(sql, direct);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
        return [.. rows];
    }

    private static string Text(object? value) => value switch
    {
        byte[] bytes => Encoding.Latin1.GetString(bytes),
        BinaryData data => Encoding.Latin1.GetString(data),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
    };
}
