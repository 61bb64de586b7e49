using System.Net;
using Onbehalf.Channels.Push;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;
using Onbehalf.Tests.Runs;

namespace Onbehalf.Tests.Push;

[Collection(PuppetJourneys.Name)]
public sealed class PushRouteTests(PuppetWorld world)
{
    [Fact]
    public async Task Without_keys_a_browser_cannot_subscribe_and_with_keys_it_can_once_it_says_how()
    {
        const string Key = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
        var settings = PuppetWorld.Settings(world.Puppet, world.Company, ("ONBEHALF_PUSH_PRIVATE_KEY", Key), ("ONBEHALF_PUSH_CONTACT", "mailto:operations@example.com"));
        await using var app = await InProcessApp.StartAsync(settings);
        var (without, alice) = (await world.App.AsAsync("alice"), await app.AsAsync("alice"));
        using var browser = new PaperBrowser("https://push.invalid/one");
        var body = new { endpoint = browser.Address.Endpoint, keys = new { p256dh = browser.Address.P256dh, auth = browser.Address.Auth } };

        var (none, off) = (await without.SendAsync("GET", "api/me/push"), await without.SendAsync("POST", "api/me/push", body));
        var known = await alice.SendAsync("GET", "api/me/push");
        var bad = await alice.SendAsync("POST", "api/me/push", body with { endpoint = "http://push.invalid/one" });
        var added = await alice.SendAsync("POST", "api/me/push", body);
        var kept = await app.Get<PushStore>().OfAsync(app.SubjectOf("alice"), default);
        var byOther = await (await app.AsAsync("bob")).SendAsync("DELETE", "api/me/push", new { endpoint = browser.Address.Endpoint });
        var still = await app.Get<PushStore>().OfAsync(app.SubjectOf("alice"), default);
        var removed = await alice.SendAsync("DELETE", "api/me/push", new { endpoint = browser.Address.Endpoint });

        Assert.Null(none.Ok().At("publicKey"));
        // The key pair of RFC 8291, appendix A.
        Assert.Equal("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", known.Ok().At("publicKey"));
        Assert.Equal(
            [HttpStatusCode.Conflict, HttpStatusCode.BadRequest, HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.NoContent],
            new[] { off, bad, added, byOther, removed }.Select(static answer => answer.Status));
        Assert.Equal((1, 1, 0), (kept.Length, still.Length, (await app.Get<PushStore>().OfAsync(app.SubjectOf("alice"), default)).Length));
    }
}
