using Onbehalf.Identity.Issuers;
using Onbehalf.Identity.Offboarding;
using Onbehalf.Identity.Signals;
using Onbehalf.Ids;

namespace Onbehalf.Tests.Identity.Offboarding;

public sealed class GraphNotificationTests
{
    private const string State = "the state of the subscription";
    private const string Tenant = "11111111-1111-1111-1111-111111111111";
    private const string Oid = "22222222-2222-2222-2222-222222222222";
    private const string Url = $"https://login.microsoftonline.com/{Tenant}/v2.0";

    private static readonly ISignalSource Graph = SignalSources.Read(
        $$"""[{"provider":"entra","kind":"graph","secret":"{{State}}"}]""",
        [new Issuer(new() { Id = "entra", Issuer = Url, Audience = "api", Tenants = [Tenant], Directory = new() { Kind = "graph" } })],
        TimeProvider.System).Find("entra")!;

    public static TheoryData<string, string?> Forged { get; } = new()
    {
        { "no state", null },
        { "an empty state", "" },
        { "another state", "the state of another one" },
        { "a state in another case", State.ToUpperInvariant() },
        { "a state that begins right", State + "." },
    };

    [Theory]
    [InlineData("?validationToken=Validation%3A%20Testing%20client%20application%20reachability", "Validation: Testing client application reachability")]
    [InlineData("?validationToken=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "<script>alert(1)</script>")]
    public async Task The_address_proves_itself_by_giving_back_what_graph_sent_as_plain_text(string query, string text)
    {
        var echo = Assert.IsType<SignalReading.Echo>(await Graph.ReadAsync(new SentSignal { Query = query }.Request()));

        Assert.Equal(("text/plain", text), (echo.MediaType, echo.Text));
    }

    [Theory]
    [InlineData("?validationToken=")]
    [InlineData("?validationToken=a&validationToken=b")]
    public async Task A_question_that_graph_does_not_ask_gets_nothing_back(string query) =>
        Assert.IsType<SignalReading.Forged>(await Graph.ReadAsync(new SentSignal { Query = query }.Request()));

    [Theory]
    [MemberData(nameof(Forged))]
    public async Task T08_a_notification_without_the_subscriptions_state_is_forged(string name, string? state)
    {
        Assert.True(await ReadAsync(User("updated", state: state)) is SignalReading.Forged, name);
        // One forged event among valid ones invalidates all: they came from one sender.
        Assert.True(await ReadAsync(User("updated"), User("deleted", state: state)) is SignalReading.Forged, name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"value\":[]}")]
    [InlineData("{\"value\":[7]}")]
    [InlineData("{\"value\":{\"clientState\":\"x\"}}")]
    public async Task T08_a_body_that_shows_no_state_is_forged(string body) =>
        Assert.IsType<SignalReading.Forged>(await Graph.ReadAsync(new SentSignal { Body = System.Text.Encoding.UTF8.GetBytes(body) }.Request()));

    [Theory]
    [InlineData("updated", SignalKind.AccountChanged)]
    [InlineData("created", SignalKind.AccountChanged)]
    [InlineData("deleted", SignalKind.AccountEnded)]
    public async Task A_change_names_the_person_by_tenant_and_object_id(string change, SignalKind kind)
    {
        var heard = Assert.IsType<SignalReading.Heard>(await ReadAsync(User(change)));

        Assert.Equal<Signal>([new Signal("entra", SubjectId.Of(Url, Tenant, Oid), kind, "n-1")], heard.Signals);
        Assert.False(heard.MissedSome);
    }

    [Fact]
    public async Task A_change_in_a_tenant_that_is_not_ours_is_about_nobody_here() =>
        Assert.Empty(Assert.IsType<SignalReading.Heard>(await ReadAsync(User("deleted", tenant: "33333333-3333-3333-3333-333333333333"))).Signals);

    [Fact]
    public async Task A_change_of_a_group_is_about_the_members_it_names()
    {
        var heard = Assert.IsType<SignalReading.Heard>(await ReadAsync(new
        {
            id = "n-2",
            clientState = State,
            changeType = "updated",
            tenantId = Tenant,
            resource = "Groups/g-1",
            resourceData = new Dictionary<string, object> { ["@odata.type"] = "#Microsoft.Graph.Group", ["id"] = "g-1", ["members@delta"] = new object[] { new { id = Oid } } },
        }));

        Assert.Equal<Signal>([new Signal("entra", SubjectId.Of(Url, Tenant, Oid), SignalKind.AccountChanged, "n-2")], heard.Signals);
    }

    [Theory]
    [InlineData("reauthorizationRequired")]
    [InlineData("subscriptionRemoved")]
    [InlineData("missed")]
    public async Task What_graph_says_about_the_subscription_itself_asks_for_a_sweep(string lifecycle)
    {
        var heard = Assert.IsType<SignalReading.Heard>(await ReadAsync(new { clientState = State, lifecycleEvent = lifecycle, tenantId = Tenant, subscriptionId = "s-1" }));

        Assert.Empty(heard.Signals);
        Assert.True(heard.MissedSome);
    }

    [Fact]
    public async Task Graph_sends_and_is_never_read() => Assert.IsType<SignalReading.NotHere>(await Graph.ReadAsync(new SentSignal { Method = "GET" }.Request()));

    private static Task<SignalReading> ReadAsync(params object[] notifications) => Graph.ReadAsync(new SentSignal().Json(new { value = notifications }).Request());

    private static object User(string change, string? state = State, string tenant = Tenant) => new
    {
        id = "n-1",
        clientState = state,
        changeType = change,
        tenantId = tenant,
        resource = $"Users/{Oid}",
        resourceData = new Dictionary<string, object> { ["@odata.type"] = "#Microsoft.Graph.User", ["id"] = Oid },
    };
}
