using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Security.KeyVault.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Onbehalf.Acts;
using Onbehalf.Artifacts;
using Onbehalf.Audit;
using Onbehalf.Delegation;
using Onbehalf.Functions.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.Threads;
using Onbehalf.Identity;
using Onbehalf.Identity.Directories;
using Onbehalf.Identity.Offboarding;
using Onbehalf.Ids;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Threads;
using Onbehalf.Threads.Files;
using Onbehalf.Turns;
using Onbehalf.Visibility;

namespace Onbehalf.Tests.Threads;

/// <summary>The thread functions on real tables over HTTP. A header replaces the token of the caller.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private const string Person = "X-Test-Person";
    private const string Browser = "X-Test-Browser";

    private readonly WebApplication _app;

    private Stage(WebApplication app, PaperDirectory people)
    {
        _app = app;
        People = people;
    }

    public PaperDirectory People { get; }

    public StartedTurns Turns => (StartedTurns)Get<DurableTaskClient>();

    public Uri Address => new(_app.Urls.Single());

    public static async Task<Stage> OpenAsync(StreamTimes? times = null, params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var storage = await Azurite.ConnectionStringAsync();
        builder.Configuration.AddInMemoryCollection([
            new("ONBEHALF_TABLES", storage), new("ONBEHALF_FILES", storage), new("ONBEHALF_AUDIT_TABLES", storage), new("ONBEHALF_TABLE_PREFIX", Azurite.FreshPrefix()),
            .. settings.Select(static s => KeyValuePair.Create<string, string?>(s.Name, s.Value)),
        ]);
        var people = new PaperDirectory();
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddTables(builder.Configuration)
            .AddIdentity(builder.Configuration)
            .AddDelegation(builder.Configuration)
            .AddSingleton(new VaultInMemory().Client())
            .AddSingleton(new DirectoryCatalog([people]))
            .AddSingleton(of => new PeopleStore(of.GetRequiredService<Storage.Tables>(), of.GetRequiredService<DirectoryCatalog>(), TimeProvider.System))
            .AddSingleton<AuditMacKeys>()
            .AddSingleton<AuditTrail>()
            .AddSingleton<AccountBlocks>()
            .AddSingleton(of => new Authorities(of.GetRequiredService<DirectoryCatalog>(), of.GetRequiredService<PeopleStore>(), of.GetRequiredService<AccountBlocks>(), new ConfirmationWindow(0), TimeProvider.System))
            .AddThreads(builder.Configuration)
            .AddVisibility(builder.Configuration)
            .AddSingleton<TurnBudget>()
            .AddSingleton<TurnCache>()
            .AddThreadFunctions()
            .AddArtifacts()
            .AddArtifactFunctions()
            // No artifact of these tests has a request that an export would run.
            .AddSingleton<InvokeTool>(static _ => null!)
            .AddSingleton<OwnHand>()
            .AddSingleton<SayInThread>()
            .AddSingleton<DurableTaskClient, StartedTurns>();
        if (times is not null)
            builder.Services.AddSingleton(times);
        var app = builder.Build();
        var stage = new Stage(app, people);
        await stage.CreateTablesAsync();
        foreach (var function in typeof(SayMessage).Assembly.GetTypes().Where(static t => t.Namespace is "Onbehalf.Functions.Threads" or "Onbehalf.Functions.Rooms" or "Onbehalf.Functions.Artifacts"))
            stage.Map(function);
        await app.StartAsync();
        return stage;
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async Task<Authority> AuthorityAsync(Subject person) =>
        ((AuthorityResult.Confirmed)await Get<Authorities>().ConfirmAsync(person, Freshness.Now, default)).Authority;

    public async Task<HttpResponseMessage> SendAsync(Subject person, HttpMethod method, string path, object? body = null, bool inBrowser = false)
    {
        using var client = Client(person);
        using var request = new HttpRequestMessage(method, path);
        if (inBrowser)
            request.Headers.Add(Browser, "yes");
        if (body is not null)
            request.Content = JsonContent.Create(body);
        return await client.SendAsync(request);
    }

    public async Task<JsonElement> CallAsync(Subject person, HttpMethod method, string path, object? body = null, bool inBrowser = false)
    {
        using var response = await SendAsync(person, method, path, body, inBrowser);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone()
            : throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {text}");
    }

    public HttpClient Client(Subject person)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Add(Person, person.Key);
        return client;
    }

    public async Task<ThreadId> ThreadAsync(Subject creator, params Subject[] others) =>
        (await Get<ThreadStore>().CreateAsync(creator, null, [.. others.Select(Participant.Of)], default)).Thread.Id;

    public async Task<ThreadMessage.Typed> SayAsync(Subject speaker, ThreadId thread, string text, string? clientId = null, bool forAgent = true)
    {
        Assert.True(MessageText.TryParse(text, out var said));
        ClientId? sent = ClientId.TryParse(clientId, out var parsed) ? parsed : null;
        return await Get<MessageStore>().AppendAsync(await AuthorityAsync(speaker), thread, said, sent, forAgent, default) switch
        {
            Appended.Stored stored => stored.Message,
            Appended.Again again => again.Message,
            var other => throw new InvalidOperationException(other.ToString()),
        };
    }

    public Task<ThreadMessage.Answer> AnswerAsync(ThreadMessage.Typed question, string text, bool isPrivate) => Get<MessageStore>().AppendReplyAsync(
        question.Turn!.Value,
        new() { AskedBy = question.AskedBy, RanAs = question.AskedBy, Text = text, Status = ReplyStatus.Completed, IsPrivate = isPrivate, At = DateTimeOffset.UtcNow },
        default);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
    }

    private async Task CreateTablesAsync()
    {
        var tables = Get<Storage.Tables>();
        foreach (var table in new[] { tables.Threads, tables.Inbox, tables.Events, tables.People, tables.Offboarding, tables.Artifacts, tables.Audit })
            await table.CreateIfNotExistsAsync();
        await Get<FileBlobs>().Container.CreateIfNotExistsAsync();
    }

    private void Map(Type function)
    {
        if (function.GetMethod("Run") is not { } run || run.GetCustomAttribute<FunctionAttribute>() is null)
            return;
        var trigger = run.GetParameters()[0].GetCustomAttribute<HttpTriggerAttribute>()!;
        var instance = ActivatorUtilities.CreateInstance(_app.Services, function);
        _app.MapMethods(trigger.Route!, trigger.Methods!.Select(static m => m.ToUpperInvariant()), async http =>
        {
            http.Features.Set(new Caller(People.Person(http.Request.Headers[Person].ToString()), http.Request.Headers.ContainsKey(Browser) ? CallerProof.BrowserSession : CallerProof.BearerToken));
            if (run.GetCustomAttribute<PersonAttribute>() is { Freshness: { } freshness } person && await http.ConfirmAsync(Get<Authorities>(), freshness, person.LargestBody) is { } refusal)
            {
                await refusal.ExecuteAsync(http);
                return;
            }

            object?[] inputs = [.. run.GetParameters().Select(p => p.ParameterType == typeof(HttpRequest) ? http.Request : p.ParameterType == typeof(string) ? http.GetRouteValue(p.Name!) : (object)Turns)];
            await (await (Task<IResult>)run.Invoke(instance, inputs)!).ExecuteAsync(http);
        });
    }
}
