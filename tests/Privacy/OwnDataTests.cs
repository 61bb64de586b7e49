using System.Text.Json;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;
using Onbehalf.Tests.Runs;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Privacy;

/// <summary>A person's data export.</summary>
[Collection(PuppetEvidence.Name)]
public sealed class OwnDataTests(PuppetWorld world)
{
    [Fact]
    public async Task An_export_has_ones_own_words_and_answers_and_nobody_elses_and_counts_its_lines()
    {
        var (asked, others) = (PuppetWorld.Fresh("salaries"), PuppetWorld.Fresh("not yours"));
        world.Puppet.When(asked).Reply(Sql.Company(Sql.AverageSalary), PuppetLine.Say("legal leads with kestrel-9"));
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        await world.App.AskAsync("alice", thread, asked);
        await (await world.App.AsAsync("bob")).SendAsync("POST", $"api/threads/{thread}/messages", new { text = others, agent = false });

        var text = (await (await world.App.AsAsync("alice")).SendAsync("GET", "api/me/export")).Text;
        var bobs = (await (await world.App.AsAsync("bob")).SendAsync("GET", "api/me/export")).Text;
        JsonElement[] lines = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];

        Assert.Equal(("person", "Alice"), (lines[0].At("kind"), lines[0].At("person", "name")));
        Assert.Equal(("end", lines.Length - 1), (lines[^1].At("kind"), lines[^1].GetProperty("lines").GetInt32()));
        Assert.Equal((true, true, false), (text.Contains(asked, StringComparison.Ordinal), text.Contains("kestrel-9", StringComparison.Ordinal), text.Contains(others, StringComparison.Ordinal)));
        Assert.Equal((false, false, true), (bobs.Contains(asked, StringComparison.Ordinal), bobs.Contains("kestrel-9", StringComparison.Ordinal), bobs.Contains(others, StringComparison.Ordinal)));
        Assert.Contains(await world.App.AuditAsync("alice", ""), static row => row.At("action") == "data-export");
    }

    [Fact]
    public async Task An_export_that_skipped_a_conversation_says_so_and_has_no_end()
    {
        var thread = ThreadId.Parse(await world.App.OpenThreadAsync("alice", "bob"));
        await SetDoorAsync(true);

        JsonElement[] lines = [.. (await (await world.App.AsAsync("alice")).SendAsync("GET", "api/me/export")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];
        await SetDoorAsync(false);

        Assert.DoesNotContain(lines, static line => line.At("kind") == "end");
        Assert.Equal(("incomplete", lines.Length - 1, 1), (lines[^1].At("kind"), lines[^1].GetProperty("lines").GetInt32(), lines[^1].GetProperty("skippedLines").GetInt32()));
        Assert.Equal(thread.Value, Assert.Single(lines, static line => line.At("kind") == "skipped").At("skipped", "thread"));

        async Task SetDoorAsync(bool isBehind)
        {
            foreach (var key in (string[])[ThreadKeys.Head, ThreadKeys.Member(world.App.SubjectOf("alice"))])
                await world.App.Get<Storage.Tables>().Threads.UpsertEntityAsync(new TableEntity(thread.Value, key) { ["Door"] = isBehind });
        }
    }
}
