using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Onbehalf.Demo;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Identity.Offboarding;

/// <summary>The addresses for signals, over HTTP. The order of tests does not matter: none signals anything about anybody who is here.</summary>
public sealed class SignalEndpointTests(SignalEndpointTests.Endpoints world) : IClassFixture<SignalEndpointTests.Endpoints>
{
    private const string Secret = "a secret of the hook";
    private const string Canary = "canary-4711-of-the-body";
    private const string Tenant = "11111111-1111-1111-1111-111111111111";

    [Theory]
    [InlineData("GET", "unknown")]
    [InlineData("POST", "unknown")]
    [InlineData("POST", "hook%2F")]
    [InlineData("POST", "HOOK")]
    [InlineData("GET", "local")]
    [InlineData("GET", "entra")]
    [InlineData("PUT", "hook")]
    public async Task A_provider_nobody_set_up_answers_like_any_address_where_nothing_is(string method, string provider)
    {
        using var client = world.App.Anonymous();

        var there = await client.SendAsync(method, $"api/webhooks/identity/{provider}", method == "GET" ? null : "{}");
        var nowhere = await client.SendAsync(method, "api/webhooks/nothing/here", method == "GET" ? null : "{}");

        Assert.Equal((nowhere.Status, nowhere.Text, nowhere.Headers), (there.Status, there.Text, there.Headers));
        Assert.Equal(HttpStatusCode.NotFound, there.Status);
    }

    [Fact]
    public async Task Providers_get_back_what_they_check_an_address_with()
    {
        using var client = world.App.Anonymous();
        using var challenge = new HttpRequestMessage(HttpMethod.Get, "api/webhooks/identity/hook");
        challenge.Headers.Add("X-Okta-Verification-Challenge", "a b c");

        using var okta = await client.SendAsync(challenge);
        using var graph = await client.PostAsync(new Uri("api/webhooks/identity/entra?validationToken=%3Cb%3Ex", UriKind.Relative), null);

        Assert.Equal((HttpStatusCode.OK, "application/json", """{"verification":"a b c"}"""), (okta.StatusCode, okta.Content.Headers.ContentType?.MediaType, await okta.Content.ReadAsStringAsync()));
        Assert.Equal((HttpStatusCode.OK, "text/plain", "<b>x"), (graph.StatusCode, graph.Content.Headers.ContentType?.MediaType, await graph.Content.ReadAsStringAsync()));
        Assert.Equal("nosniff", graph.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("hook", null, "application/json", 401, "secret")]
    [InlineData("hook", "wrong wrong wrong wrong", "application/json", 401, "secret")]
    [InlineData("hook", Secret, "application/json", 400, "not an event hook's body")]
    [InlineData("entra", null, "application/json", 401, "client state")]
    [InlineData("local", null, "application/json", 400, "invalid_request")]
    [InlineData("local", null, "application/secevent+jwt", 400, "invalid_request")]
    public async Task T08_what_is_forged_is_refused_with_one_row_without_its_body_and_queues_nothing(string provider, string? authorization, string type, int status, string reason)
    {
        var before = (await RejectedAsync()).Count;
        using var client = world.App.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/webhooks/identity/{provider}")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes($$"""{"value":[{"clientState":"{{Canary}}"}],"x":"{{Canary}}"}""")) { Headers = { ContentType = new MediaTypeHeaderValue(type) } },
        };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var rows = await RejectedAsync();

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.DoesNotContain(Canary, text, StringComparison.Ordinal);
        Assert.Equal(before + 1, rows.Count);
        Assert.Contains(rows, row => row.Contains($"identity/{provider}", StringComparison.Ordinal) && row.Contains(reason, StringComparison.Ordinal));
        Assert.DoesNotContain(rows, static row => row.Contains(Canary, StringComparison.Ordinal));
        Assert.Empty(await world.StandingsAsync());
    }

    [Fact]
    public async Task A_token_is_refused_in_the_words_of_its_protocol()
    {
        using var client = world.App.Anonymous();
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes("a.b.c")) { Headers = { ContentType = new MediaTypeHeaderValue("application/secevent+jwt") } };

        using var answer = await client.PostAsync(new Uri("api/webhooks/identity/local", UriKind.Relative), content);
        var body = JsonElement.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal((HttpStatusCode.BadRequest, "application/json", "en"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentLanguage.Single()));
        Assert.Equal(["err", "description"], body.EnumerateObject().Select(static member => member.Name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_without_end_is_not_read_to_its_end(bool saysHowLong)
    {
        using var client = world.App.Anonymous();
        using HttpContent content = saysHowLong ? new ByteArrayContent(new byte[300 * 1024]) : new StreamContent(new Endless(300 * 1024));
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/webhooks/identity/hook") { Content = content };
        request.Headers.TransferEncodingChunked = !saysHowLong;

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private async Task<List<string>> RejectedAsync()
    {
        var rows = new List<string>();
        await foreach (var row in world.Tables.Audit.QueryAsync<Azure.Data.Tables.TableEntity>("Action eq 'webhook-rejected'"))
            rows.Add(string.Join('|', row.Select(static cell => $"{cell.Value}")));
        return rows;
    }

    public sealed class Endpoints : IAsyncLifetime
    {
        public InProcessApp App { get; private set; } = null!;

        internal Storage.Tables Tables => (Storage.Tables)App.Services.GetService(typeof(Storage.Tables))!;

        public async Task InitializeAsync()
        {
            var sidecars = await LocalSidecars.StartAsync();
            var issuers = JsonElement.Parse(DemoSettings.Issuers(sidecars)).EnumerateArray().Select(static issuer => issuer.GetRawText());
            const string Entra = $$"""{"id":"entra","issuer":"https://login.microsoftonline.com/{{Tenant}}/v2.0","audience":"api","tenants":["{{Tenant}}"],"directory":{"kind":"graph"} }""";
            var local = JsonElement.Parse(DemoSettings.Signals(sidecars))[0].GetRawText();
            App = await InProcessApp.StartAsync(new Dictionary<string, string>
            {
                ["ONBEHALF_ISSUERS"] = $"[{string.Join(',', issuers.Append(Entra))}]",
                ["ONBEHALF_IDENTITY_SIGNALS"] = $$"""[{{local}},{"provider":"hook","kind":"okta","people":"local","secret":"{{Secret}}"},{"provider":"entra","kind":"graph","secret":"the state of the subscription"}]""",
            });
        }

        public Task DisposeAsync() => App.DisposeAsync().AsTask();

        internal async Task<List<string>> StandingsAsync()
        {
            var rows = new List<string>();
            await foreach (var row in Tables.Offboarding.QueryAsync<Azure.Data.Tables.TableEntity>("RowKey eq 'standing'"))
                rows.Add(row.PartitionKey);
            return rows;
        }
    }

    private sealed class Endless(int length) : Stream
    {
        private int _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var given = Math.Min(count, _left);
            _left -= given;
            return given;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
