using Onbehalf.Identity.Issuers;
using Onbehalf.Identity.Offboarding;
using Onbehalf.Identity.Signals;
using Onbehalf.Ids;

namespace Onbehalf.Tests.Identity.Offboarding;

public sealed class OktaHookTests
{
    private const string Secret = "a secret of the hook";
    private const string Previous = "the secret before that";
    private const string Url = "https://idp.example/oauth2/default";

    private static readonly ISignalSource Hook = SignalSources.Read(
        $$"""[{"provider":"okta","kind":"okta","people":"test","secret":"{{Secret}}","previousSecret":"{{Previous}}","application":"0oa1"}]""",
        [new Issuer(new() { Id = "test", Issuer = Url, Audience = "api", Directory = new() { Kind = "okta", Url = "https://idp.example" } })],
        TimeProvider.System).Find("okta")!;

    public static TheoryData<string, string> Forged { get; } = new()
    {
        { "no secret", "" },
        { "another secret", "another secret, as long" },
        { "a secret that begins right", Secret + "!" },
        { "a secret that ends early", Secret[..^1] },
        { "a secret in another case", Secret.ToUpperInvariant() },
        { "a secret with a scheme before it", "Bearer " + Secret },
    };

    public static TheoryData<string, string> Kinds { get; } = new()
    {
        { "user.lifecycle.deactivate", nameof(SignalKind.AccountEnded) },
        { "user.lifecycle.suspend", nameof(SignalKind.AccountEnded) },
        { "user.session.clear", nameof(SignalKind.SessionsRevoked) },
        { "user.account.update_password", nameof(SignalKind.CredentialChanged) },
        { "group.user_membership.remove", nameof(SignalKind.AccountChanged) },
        { "application.user_membership.remove", nameof(SignalKind.AccountChanged) },
        { "user.lifecycle.activate", nameof(SignalKind.AccountChanged) },
        { "user.session.start", "" },
    };

    [Fact]
    public async Task The_address_proves_itself_by_giving_back_what_okta_sent()
    {
        var echo = Assert.IsType<SignalReading.Echo>(await ReadAsync(new SentSignal { Method = "GET" }.With("X-Okta-Verification-Challenge", "c\"1")));

        Assert.Equal(("application/json", """{"verification":"c\u00221"}"""), (echo.MediaType, echo.Text));
        Assert.IsType<SignalReading.NotHere>(await ReadAsync(new SentSignal { Method = "GET" }));
    }

    [Theory]
    [MemberData(nameof(Forged))]
    public async Task T08_who_does_not_know_the_secret_is_not_okta(string name, string shown)
    {
        var sent = Event("user.lifecycle.deactivate");
        sent.Headers.Authorization = shown.Length == 0 ? default : shown;

        Assert.True(await ReadAsync(sent) is SignalReading.Forged, name);
    }

    [Fact]
    public async Task T08_a_secret_that_is_shown_twice_is_no_secret() =>
        Assert.IsType<SignalReading.Forged>(await ReadAsync(Event("user.lifecycle.deactivate").With("Authorization", Secret, Secret)));

    [Theory]
    [InlineData(Secret)]
    [InlineData(Previous)]
    public async Task Both_secrets_count_while_it_is_being_changed(string secret) =>
        Assert.IsType<SignalReading.Heard>(await ReadAsync(Event("user.lifecycle.deactivate").With("Authorization", secret)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_happened_is_read_for_every_user_it_names_and_nobody_else(string type, string kind)
    {
        var heard = Assert.IsType<SignalReading.Heard>(await ReadAsync(Event(type)));

        Assert.Equal<Signal>(kind.Length == 0 ? [] : [new Signal("okta", SubjectId.Of(Url, null, "00u1"), Enum.Parse<SignalKind>(kind), "e-1")], heard.Signals);
    }

    [Fact]
    public async Task Somebody_taken_out_of_this_very_application_is_signed_out()
    {
        var heard = Assert.IsType<SignalReading.Heard>(await ReadAsync(Event("application.user_membership.remove", ("AppInstance", "0oa1"))));

        Assert.Equal(SignalKind.SessionsRevoked, Assert.Single(heard.Signals).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"data\":{\"events\":{}}}")]
    [InlineData("{\"data\":")]
    [InlineData("{\"data\":{\"events\":[]},\"data\":{\"events\":[]}}")]
    [InlineData("{\"data\":{\"events\":[{\"uuid\":\"e-1\",\"uuid\":\"e-2\"}]}}")]
    public async Task What_okta_never_sends_is_refused_although_the_secret_is_right(string body)
    {
        var sent = new SentSignal { Body = System.Text.Encoding.UTF8.GetBytes(body) }.With("Authorization", Secret);

        Assert.IsType<SignalReading.Malformed>(await ReadAsync(sent));
    }

    [Fact]
    public async Task An_event_without_its_own_id_or_with_a_strange_user_says_nothing()
    {
        var sent = new SentSignal().With("Authorization", Secret).Json(new
        {
            data = new
            {
                events = new object[]
                {
                    new { eventType = "user.lifecycle.deactivate", target = new[] { new { id = "00u1", type = "User" } } },
                    new { uuid = "e-2", eventType = "user.lifecycle.deactivate", target = new object[] { new { id = 7, type = "User" }, new { id = "", type = "User" }, new { id = new string('x', 300), type = "User" } } },
                    new { uuid = "e-3", eventType = "user.lifecycle.deactivate", target = (object?)null },
                },
            },
        });

        Assert.Empty(Assert.IsType<SignalReading.Heard>(await ReadAsync(sent)).Signals);
    }

    private static Task<SignalReading> ReadAsync(SentSignal sent) => Hook.ReadAsync(sent.Request());

    private static SentSignal Event(string type, params (string Type, string Id)[] more) => new SentSignal().With("Authorization", Secret).Json(new
    {
        eventType = "com.okta.event_hook",
        data = new
        {
            events = new[]
            {
                new
                {
                    uuid = "e-1",
                    eventType = type,
                    actor = new { id = "00uAdmin", type = "User" },
                    target = more.Prepend(("User", "00u1")).Select(static target => new { id = target.Item2, type = target.Item1, alternateId = "alice@corp.example" }),
                },
            },
        },
    });
}
