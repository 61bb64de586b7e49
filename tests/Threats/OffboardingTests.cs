using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Threats;

/// <summary>
/// Law 8 and T14: somebody is disabled at the provider. Two instances over the same tables let reads rely on a confirmation for 30 seconds, so
/// that what the signal does can be told from what asking does.
/// </summary>
[Collection(PeopleChange.Name)]
public sealed class OffboardingTests : IAsyncLifetime
{
    private const string Secret = "a secret of the hook";

    private Puppet _puppet = null!;
    private CompanyRows _company = null!;
    private InProcessApp _told = null!;
    private InProcessApp _other = null!;

    public async Task InitializeAsync()
    {
        _puppet = await Puppet.StartAsync();
        _company = new(await LocalSidecars.StartWithCompanyAsync(), await LocalSidecars.CopyOfCompanyAsync());
        var prefix = Azurite.FreshPrefix();
        // The provider's own signals are off: a hook tells, when the test says so.
        var settings = PuppetWorld.Settings(
            _puppet,
            _company,
            ("ONBEHALF_TABLE_PREFIX", prefix),
            ("IDENTITY_CONFIRM_SECONDS", "30"),
            ("ONBEHALF_IDENTITY_SIGNALS", $$"""[{"provider":"hook","kind":"okta","people":"local","secret":"{{Secret}}"}]"""));
        _told = await InProcessApp.StartAsync(settings);
        _other = await InProcessApp.StartAsync(settings);
    }

    public async Task DisposeAsync()
    {
        await _told.DisposeAsync();
        await _other.DisposeAsync();
        await _puppet.DisposeAsync();
    }

    [Fact]
    public async Task Law_8_a_signal_ends_reads_side_effects_and_sign_ins_on_every_instance_at_once()
    {
        var deal = await _company.DealOfBobAsync();
        var before = await _company.AmountAsync(deal);
        var question = PuppetWorld.Fresh("change");
        _puppet.When(question).Reply(Sql.SetAmount(deal, 5m), PuppetLine.Say("done"));
        var (bearer, browser) = (await _other.AsAsync("bob"), await _told.InBrowserAsync("bob"));
        var card = await _told.CardAsync("bob", await _told.SayAsync("bob", await _told.OpenThreadAsync("bob"), question));
        Assert.Equal(HttpStatusCode.OK, (await bearer.SendAsync("GET", "api/me")).Status);
        try
        {
            await _told.ChangeAsync("bob", "disable");
            // Without a signal, the read still uses the last confirmation, and the side effect checks again.
            Assert.Equal(HttpStatusCode.OK, (await bearer.SendAsync("GET", "api/me")).Status);

            Assert.Equal(HttpStatusCode.Accepted, await SignalAsync(_told, "user.lifecycle.deactivate", "bob"));

            Assert.Equal(HttpStatusCode.Forbidden, (await bearer.SendAsync("GET", "api/me")).Status);
            Assert.NotEqual(HttpStatusCode.OK, (await browser.DecideAsync(card)).Status);
            await UntilAsync(async () => (await browser.SendAsync("GET", "api/me")).Status == HttpStatusCode.Unauthorized);
            Assert.Equal(before, await _company.AmountAsync(deal));
        }
        finally
        {
            await _told.ChangeAsync("bob", "enable");
        }

        Assert.Equal(HttpStatusCode.OK, (await bearer.SendAsync("GET", "api/me")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SendAsync("GET", "api/me")).Status);
        var rows = (await _told.AuditAsync("frank", $"subject={_told.SubjectOf("bob").Value}")).Where(static row => row.At("action") == "offboard").ToArray();
        Assert.Contains(rows, static row => row.At("reason") == "account-ended" && row.At("decision") == "denied");
        Assert.Contains(rows, static row => row.At("decision") == "succeeded" && row.At("shape")?.Contains("sessions 1", StringComparison.Ordinal) == true);
        Assert.Contains(rows, static row => row.At("reason") == "active-again");
    }

    [Fact]
    public async Task Law_8_without_any_signal_the_very_next_side_effect_is_refused_and_what_is_theirs_ends()
    {
        var deal = await _company.DealOfBobAsync();
        var before = await _company.AmountAsync(deal);
        var question = PuppetWorld.Fresh("change");
        _puppet.When(question).Reply(Sql.SetAmount(deal, 6m), PuppetLine.Say("done"));
        var (bearer, browser) = (await _other.AsAsync("bob"), await _told.InBrowserAsync("bob"));
        var card = await _told.CardAsync("bob", await _told.SayAsync("bob", await _told.OpenThreadAsync("bob"), question));
        Assert.Equal(HttpStatusCode.OK, (await bearer.SendAsync("GET", "api/me")).Status);
        try
        {
            await _told.ChangeAsync("bob", "disable");

            Assert.NotEqual(HttpStatusCode.OK, (await browser.DecideAsync(card)).Status);

            // The side effect asked, and what it heard counts for reads from then on, on the other instance too.
            Assert.Equal(HttpStatusCode.Forbidden, (await bearer.SendAsync("GET", "api/me")).Status);
            await UntilAsync(async () => (await browser.SendAsync("GET", "api/me")).Status == HttpStatusCode.Unauthorized);
            Assert.Equal(before, await _company.AmountAsync(deal));
        }
        finally
        {
            await _told.ChangeAsync("bob", "enable");
        }
    }

    [Fact]
    public async Task T14_the_same_signal_again_and_again_and_signals_about_strangers_leave_one_trace_and_answer_alike()
    {
        var bob = _told.SubjectOf("bob");
        await (await _told.AsAsync("bob")).SendAsync("GET", "api/me");

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => SignalAsync(i % 2 == 0 ? _told : _other, "user.session.clear", i % 4 == 0 ? "nobody-here" : "bob", "one-id")));

        Assert.All(answers, static answer => Assert.Equal(HttpStatusCode.Accepted, answer));
        var heard = (await _told.AuditAsync("frank", $"subject={bob.Value}")).Where(static row => row.At("action") == "offboard" && row.At("phase") == "whole").ToArray();
        Assert.InRange(heard.Count(static row => row.At("reason") == "sessions-revoked"), 1, 16);
        var after = await SignalAsync(_other, "user.session.clear", "bob", "one-id");
        Assert.Equal(HttpStatusCode.Accepted, after);
        Assert.Equal(heard.Length, (await _told.AuditAsync("frank", $"subject={bob.Value}")).Count(static row => row.At("action") == "offboard" && row.At("phase") == "whole"));
    }

    private static async Task<HttpStatusCode> SignalAsync(InProcessApp app, string type, string person, string? id = null)
    {
        using var client = app.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", Secret);
        var body = JsonSerializer.Serialize(new
        {
            data = new { events = new[] { new { uuid = id ?? Guid.NewGuid().ToString("N"), eventType = type, target = new[] { new { id = person, type = "User" } } } } },
        });
        return (await client.SendAsync("POST", "api/webhooks/identity/hook", body)).Status;
    }

    /// <summary>Two ticks of the timer, and the time a part of a person's may take to end.</summary>
    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var waited = Stopwatch.StartNew(); !await holds(); await Task.Delay(50))
        {
            if (waited.Elapsed > TimeSpan.FromSeconds(90))
                throw new TimeoutException("It never came to that.");
        }
    }
}
