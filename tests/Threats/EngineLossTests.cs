using System.Globalization;
using System.Text.Json;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Threats;

/// <summary>The engine loses its process or its storage while turns run: every turn ends once, and the record of it is intact.</summary>
public sealed class EngineLossTests
{
    private const int Together = 4;

    private static readonly int Kills = Size("ONBEHALF_KILLS", 3);
    private static readonly int Cuts = Size("ONBEHALF_CUTS", 6);

    [Fact]
    public async Task T41_turns_that_are_killed_again_and_again_end_once_each()
    {
        await using var puppet = await Puppet.StartAsync();
        var settings = await SettingsAsync(puppet);
        await using var app = await AppProcess.StartAsync(settings);
        var asked = new List<Asked>();

        for (var kill = 0; kill < Kills; kill++)
        {
            for (var i = 0; i < Together; i++)
                asked.Add(await AskAsync(app, puppet));
            await Task.Delay(TimeSpan.FromMilliseconds(150 * (kill % 5)));
            await app.KillAsync();
            await app.StartAgainAsync();
        }

        await EndOnceAsync(app, asked);
    }

    [Fact]
    public async Task T41_turns_of_two_hosts_on_one_hub_end_once_each_when_one_of_them_is_killed()
    {
        await using var puppet = await Puppet.StartAsync();
        var settings = await SettingsAsync(puppet);
        var prefix = Azurite.FreshPrefix();
        (settings["ONBEHALF_TABLE_PREFIX"], settings["ONBEHALF_TASK_HUB"]) = (prefix, $"hub{prefix}");
        settings["AzureFunctionsJobHost__extensions__durableTask__storageProvider__partitionCount"] = "2";
        await using var one = await AppProcess.StartAsync(settings);
        await using var other = await AppProcess.StartAsync(settings);
        var asked = new List<Asked>();

        for (var i = 0; i < Together; i++)
            asked.AddRange([await AskAsync(one, puppet), await AskAsync(other, puppet)]);
        await one.KillAsync();

        await EndOnceAsync(other, asked);
    }

    [Fact]
    public async Task A_turn_whose_engine_loses_one_request_or_its_answer_ends_once()
    {
        await using var puppet = await Puppet.StartAsync();
        await using var wire = await HubWire.OpenAsync();
        var settings = await SettingsAsync(puppet);
        settings["AzureWebJobsStorage"] = wire.ConnectionString;
        settings["ONBEHALF_TABLES"] = await Azurite.ConnectionStringAsync();
        await using var app = await InProcessApp.StartAsync(settings);
        await EndOnceAsync(app, [await AskAsync(app, puppet)]);
        var before = wire.Requests;
        await EndOnceAsync(app, [await AskAsync(app, puppet)]);
        var ofOneTurn = wire.Requests - before;

        for (var cut = 0; cut < Cuts; cut++)
        {
            wire.CutAt(1 + (cut * ofOneTurn / Cuts), loseAnswer: cut % 2 == 1);
            await EndOnceAsync(app, [await AskAsync(app, puppet)]);
            // A turn of fewer requests than the one that was counted leaves the cut to a poll.
            await Waiting.UntilAsync(() => !wire.IsArmed);
        }

        Assert.InRange(ofOneTurn, 5, 100);
    }

    private static async Task<Dictionary<string, string>> SettingsAsync(Puppet puppet)
    {
        var company = new CompanyRows(await LocalSidecars.StartWithCompanyAsync(), await LocalSidecars.CopyOfCompanyAsync());
        return PuppetWorld.Settings(puppet, company, ("ONBEHALF_QUERY_SECONDS", "30"), ("ONBEHALF_MODEL_SECONDS", "60"));
    }

    /// <summary>A turn with one read, in a thread of its own.</summary>
    private static async Task<Asked> AskAsync(AppFixture app, Puppet puppet)
    {
        var question = PuppetWorld.Fresh("deals");
        puppet.When(question).Always(static request => request.ToolResults.Length > 0 ? PuppetLine.Say(request.ToolResults[^1]) : Sql.Company(Sql.Deals));
        var thread = await app.OpenThreadAsync("bob");
        return new(thread, await app.SayAsync("bob", thread, question, "tab-1"));
    }

    private static async Task EndOnceAsync(AppFixture app, IReadOnlyCollection<Asked> asked)
    {
        foreach (var (thread, turn) in asked)
        {
            var ended = await app.EndOfAsync("bob", turn);
            Assert.Equal("completed", ended.At("status"));
            Assert.Contains("1762", ended.At("reply", "text"), StringComparison.Ordinal);
            Assert.Equal(2, (await app.MessagesAsync("bob", thread)).Length);
        }

        var verdict = (await (await app.AsAsync("frank")).SendAsync("GET", "api/audit/verify")).Ok();
        Assert.True(verdict.GetProperty("intact").ValueKind is JsonValueKind.True, verdict.ToString());
    }

    private static int Size(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var asked) ? asked : otherwise;

    private sealed record Asked(string Thread, string Turn);
}
