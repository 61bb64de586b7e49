using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tests.Delegation;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Turns;
using Onbehalf.Turns.Chat;

namespace Onbehalf.Tests.Turns;

/// <summary>One contract for both clients: OpenAI's own with a key, and Azure OpenAI's with the app's managed identity.</summary>
public sealed class ModelEndpointTests : IAsyncLifetime
{
    private static readonly Authority Alice = GrantWorld.AuthorityOf(new(SubjectId.Of("https://idp.example", null, "alice"), "test", "https://idp.example", null, "alice", "Alice"));

    private readonly AppIdentity _identity = new();
    private Puppet _puppet = null!;

    public static TheoryData<string> Endpoints { get; } = ["openai", "azure"];

    public async Task InitializeAsync() => _puppet = await Puppet.StartAsync();

    public Task DisposeAsync() => _puppet.DisposeAsync().AsTask();

    [Fact]
    public async Task Azure_is_asked_at_the_deployments_own_path_with_a_token_of_the_app_and_no_key()
    {
        _puppet.When("hello").Always(PuppetLine.Say("good morning"));

        await AskAsync("azure", "hello");
        await AskAsync("azure", "hello");

        var request = _puppet.Requests[0];
        Assert.Equal("/openai/deployments/gpt-5-mini/chat/completions?api-version=2025-04-01-preview", request.Address);
        Assert.Equal("Bearer token-of-the-app", request.Authorization);
        Assert.Equal(["https://cognitiveservices.azure.com/.default"], _identity.Scopes.Distinct());
    }

    [Fact]
    public async Task Another_endpoint_is_asked_with_its_key_and_never_with_a_token_of_the_app()
    {
        _puppet.When("hello").Always(PuppetLine.Say("good morning"));

        await AskAsync("openai", "hello");

        Assert.Equal(("/v1/chat/completions", $"Bearer {Puppet.ApiKey}"), (_puppet.Requests[0].Address, _puppet.Requests[0].Authorization));
        Assert.Empty(_identity.Scopes);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/chat/completions")]
    [InlineData("/chat/completions/")]
    public async Task A_base_address_is_taken_as_providers_print_it(string end)
    {
        _puppet.When("hello").Always(PuppetLine.Say("good morning"));

        await AskAsync("openai", "hello", baseEnd: end);

        Assert.Equal("/v1/chat/completions", _puppet.Requests[0].Address);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_streamed_answer_arrives_in_pieces(string endpoint)
    {
        _puppet.When("hello").Always(PuppetLine.Say("one two three four five six"));

        var (answer, pieces) = await AskAsync(endpoint, "hello");

        Assert.Equal("one two three four five six", Assert.IsType<ModelAnswer.Said>(answer).Text);
        Assert.True(pieces.Count > 1);
        Assert.Equal("one two three four five six", string.Concat(pieces));
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Parallel_tool_calls_come_whole_and_in_order(string endpoint)
    {
        _puppet.When("both").Always(PuppetLine.Calls(("query_data", new { sql = "SELECT 1" }), ("search_wiki", "{ \"text\": \"leave\" }")));

        var answer = Assert.IsType<ModelAnswer.Said>((await AskAsync(endpoint, "both")).Answer);

        Assert.Equal(["query_data {\"sql\":\"SELECT 1\"}", "search_wiki { \"text\": \"leave\" }"], answer.Calls.Select(static call => $"{call.Tool} {call.Arguments}"));
        Assert.Equal(2, answer.Calls.Select(static call => call.ModelCallId).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Nothing_is_kept_and_the_prompt_begins_with_its_person(string endpoint)
    {
        _puppet.When("hello").Always(PuppetLine.Say("good morning"));

        await AskAsync(endpoint, "hello");

        var request = JsonSerializer.Deserialize<JsonElement>(_puppet.Requests.Single().Text);
        Assert.False(request.GetProperty("store").GetBoolean());
        Assert.True(request.GetProperty("stream").GetBoolean());
        Assert.StartsWith($"[{Alice.Subject.Id}]", request.GetProperty("messages")[0].GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.False(request.TryGetProperty("parallel_tool_calls", out _));
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_429_is_asked_again_once_when_the_endpoint_says_so(string endpoint)
    {
        _puppet.When("hello").Reply(PuppetLine.Fail(429, retryAfterSeconds: 2), PuppetLine.Say("good morning"));

        var (answer, _) = await AskAsync(endpoint, "hello");

        Assert.Equal("good morning", Assert.IsType<ModelAnswer.Said>(answer).Text);
        Assert.InRange(_puppet.Requests[1].At - _puppet.Requests[0].At, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("openai", 429, "model-busy", 2)]
    [InlineData("azure", 429, "model-busy", 2)]
    [InlineData("openai", 500, "model-unavailable", 2)]
    [InlineData("azure", 500, "model-unavailable", 2)]
    [InlineData("openai", 400, "model-refused", 1)]
    [InlineData("azure", 400, "model-refused", 1)]
    [InlineData("openai", 401, "model-refused", 1)]
    [InlineData("azure", 401, "model-refused", 1)]
    public async Task A_failure_has_the_same_name_and_costs_as_many_requests_everywhere(string endpoint, int status, string code, int requests)
    {
        _puppet.When("hello").Always(PuppetLine.Fail(status, """{"error":{"message":"the words of a prompt","type":"x","code":null}}"""));

        var failed = Assert.IsType<ModelAnswer.Failed>((await AskAsync(endpoint, "hello")).Answer);

        Assert.Equal((code, requests), (failed.Code, _puppet.Requests.Count));
        Assert.DoesNotContain("the words of a prompt", failed.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task An_error_in_the_stream_is_no_answer(string endpoint)
    {
        const string Stream = """
            data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"half"}}]}

            data: {"error":{"message":"overloaded","type":"server_error","code":null}}

            """;
        _puppet.When("hello").Always(PuppetLine.Garbage(Encoding.UTF8.GetBytes(Stream)));

        var failed = Assert.IsType<ModelAnswer.Failed>((await AskAsync(endpoint, "hello")).Answer);

        Assert.Equal("model-unavailable", failed.Code);
        Assert.Single(_puppet.Requests);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_stream_that_is_cut_is_no_answer(string endpoint)
    {
        _puppet.When("hello").Always(PuppetLine.CutAfter("half an answer"));

        Assert.IsType<ModelAnswer.Failed>((await AskAsync(endpoint, "hello")).Answer);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task An_endpoint_that_says_nothing_is_left_in_time(string endpoint)
    {
        _puppet.When("hello").Always(PuppetLine.Hang());

        var failed = Assert.IsType<ModelAnswer.Failed>((await AskAsync(endpoint, "hello", seconds: 1)).Answer);

        Assert.Equal("model-too-slow", failed.Code);
    }

    [Fact]
    public async Task An_identity_that_gives_no_token_is_a_failure_with_a_name_and_asks_nobody()
    {
        _identity.Answer = _ => throw new CredentialUnavailableException("no identity here");
        var unavailable = Assert.IsType<ModelAnswer.Failed>((await AskAsync("azure", "hello")).Answer);
        _identity.Answer = async cancellation =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return "never";
        };
        var slow = Assert.IsType<ModelAnswer.Failed>((await AskAsync("azure", "hello", seconds: 1)).Answer);

        Assert.Equal(("model-unavailable", "model-too-slow"), (unavailable.Code, slow.Code));
        Assert.Empty(_puppet.Requests);
    }

    private async Task<(ModelAnswer Answer, List<string> Pieces)> AskAsync(string endpoint, string question, int seconds = 30, string baseEnd = "")
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(endpoint == "azure"
            ? [new("AZURE_OPENAI_ENDPOINT", _puppet.AzureUrl), new("AZURE_OPENAI_DEPLOYMENT", "gpt-5-mini"), new("ONBEHALF_MODEL_SECONDS", $"{seconds}")]
            : [new("OPENAI_BASE_URL", _puppet.BaseUrl + baseEnd), new("OPENAI_API_KEY", Puppet.ApiKey), new("MODEL", "gpt-5-mini"), new("ONBEHALF_MODEL_SECONDS", $"{seconds}")]).Build();
        var limits = AgentLimits.From(configuration);
        var model = new ModelClient(ModelEndpoint.Connect(configuration, limits.ModelCall, _identity), limits, ModelOptions.None, TimeProvider.System, NullLogger<ModelClient>.Instance);
        var pieces = new List<string>();
        var answer = await model.AskAsync(
            Prompt.For(Alice, DateTimeOffset.UtcNow, new([new(LineSource.Speaker, "Alice", question)], [], [], ""), [], []),
            piece =>
            {
                pieces.Add(piece);
                return ValueTask.CompletedTask;
            },
            default);
        return (answer, pieces);
    }

    private sealed class AppIdentity : TokenCredential
    {
        public ConcurrentQueue<string> Scopes { get; } = [];

        public Func<CancellationToken, Task<string>> Answer { get; set; } = static _ => Task.FromResult("token-of-the-app");

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            foreach (var scope in requestContext.Scopes)
                Scopes.Enqueue(scope);
            return new(await Answer(cancellationToken), DateTimeOffset.UtcNow.AddHours(1));
        }
    }
}
