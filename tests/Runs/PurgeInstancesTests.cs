using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Runs;

[Collection(PuppetRuns.Name)]
public sealed class PurgeInstancesTests(PuppetWorld world)
{
    [Fact]
    public async Task What_ended_long_ago_is_purged_from_the_engine_and_stays_where_people_read_it()
    {
        var hub = $"hub{Azurite.FreshPrefix()}";
        await using var app = await InProcessApp.StartAsync(PuppetWorld.Settings(world.Puppet, world.Company, ("ONBEHALF_TASK_HUB", hub)));
        var question = PuppetWorld.Fresh("hello");
        world.Puppet.When(question).Always(PuppetLine.Say("hello Bob"));
        var thread = await app.OpenThreadAsync("bob");
        var (old, young) = (await EndedAsync(app, thread, question), await EndedAsync(app, thread, question));
        var (instances, history) = (await TableAsync($"{hub}Instances"), await TableAsync($"{hub}History"));
        Assert.NotEmpty(Of(history, old));

        await instances.UpdateEntityAsync(new TableEntity(old, "") { ["CreatedTime"] = DateTimeOffset.UtcNow.AddDays(-31) }, ETag.All);
        await ActivatorUtilities.CreateInstance<PurgeInstances>(app.Services).RunAsync(app.Durable, CancellationToken.None);

        Assert.Empty(Of(instances, old).Concat(Of(history, old)));
        Assert.NotEmpty(Of(instances, young));
        Assert.NotEmpty(Of(history, young));
        Assert.Equal(4, (await app.MessagesAsync("bob", thread)).Length);
    }

    private static async Task<string> EndedAsync(InProcessApp app, string thread, string question)
    {
        var turn = await app.SayAsync("bob", thread, question);
        await app.EndOfAsync("bob", turn);
        return turn;
    }

    private static async Task<TableClient> TableAsync(string name) => new(await Azurite.ConnectionStringAsync(), name);

    private static TableEntity[] Of(TableClient table, string instance) => [.. table.Query<TableEntity>(row => row.PartitionKey == instance)];
}
