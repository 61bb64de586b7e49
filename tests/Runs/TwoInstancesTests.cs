using System.Net;
using Onbehalf.Automations;
using Onbehalf.Tests.Automations;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Runs;

/// <summary>Limits per person apply across all instances of the app.</summary>
[Collection(PuppetRuns.Name)]
public sealed class TwoInstancesTests(PuppetWorld world)
{
    private const string Body = """{"deal":7}""";

    [Fact]
    public async Task T32_an_event_told_to_two_instances_begins_one_run_and_both_begin_only_so_many_a_minute()
    {
        var prefix = Azurite.FreshPrefix();
        var settings = PuppetWorld.Settings(
            world.Puppet, world.Company, ("ONBEHALF_TABLE_PREFIX", prefix), ("ONBEHALF_TASK_HUB", $"hub{prefix}"), ("ONBEHALF_MAX_RUN_STARTS_PER_MINUTE", "3"));
        await using var one = await InProcessApp.StartAsync(settings);
        await using var other = await InProcessApp.StartAsync(settings);
        var (id, secret) = await one.EventTriggerAsync(world.Puppet, "standard");

        var same = Sign(secret, "same");
        var told = await Task.WhenAll(one.SendEventAsync(id, "standard", same, Body), other.SendEventAsync(id, "standard", same, Body));
        Assert.All(told, static answer => Assert.Contains(answer.Status, (HttpStatusCode[])[HttpStatusCode.Accepted, HttpStatusCode.OK]));
        Assert.Single(await one.RunsOfAsync(id));

        var second = await one.SendEventAsync(id, "standard", Sign(secret, "second"), Body);
        var third = await other.SendEventAsync(id, "standard", Sign(secret, "third"), Body);
        var oneTooMany = await other.SendEventAsync(id, "standard", Sign(secret, "fourth"), Body);
        var hereToo = await one.SendEventAsync(id, "standard", Sign(secret, "fifth"), Body);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (second.Status, third.Status));
        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests), (oneTooMany.Status, hereToo.Status));
        Assert.Equal(3, (await one.RunsOfAsync(id)).Length);
    }

    private static EventSignature Sign(string secret, string id) => Signed.Standard(secret, id, Body, DateTimeOffset.UtcNow);
}
