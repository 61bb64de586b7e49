using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Health;
using Onbehalf.Orchestrations;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Tests.RealWorker;

/// <summary>The app built against the real packages, run as the Functions host runs it, beside the same app in the local runtime.</summary>
public sealed class RealWorkerTests(RealWorkerWorld world) : IClassFixture<RealWorkerWorld>
{
    [RealWorkerFact]
    public void The_real_worker_announces_every_function_of_ours_and_no_other()
    {
        var ours = new[] { typeof(GetHealth).Assembly, typeof(RunTurn).Assembly }
            .SelectMany(static assembly => assembly.GetTypes())
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(static method => method.GetCustomAttribute<FunctionAttribute>()?.Name)
            .OfType<string>();

        Assert.Equal(ours.Order(), world.Real.Functions.Keys.Order());
    }

    [RealWorkerFact]
    public void Every_http_function_has_the_route_methods_and_level_it_has_locally()
    {
        foreach (var method in typeof(GetHealth).Assembly.GetTypes().SelectMany(static type => type.GetMethods()).Where(static method => method.GetCustomAttribute<FunctionAttribute>() is not null))
        {
            var trigger = method.GetParameters().Select(static parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).OfType<HttpTriggerAttribute>().SingleOrDefault();
            if (trigger is null)
                continue;
            var real = world.Real.Functions[method.GetCustomAttribute<FunctionAttribute>()!.Name].TriggerBinding;
            Assert.Equal(trigger.Route, real.GetProperty("route").GetString());
            Assert.Equal(trigger.Methods ?? [], real.TryGetProperty("methods", out var verbs) ? verbs.EnumerateArray().Select(static verb => verb.GetString()!) : []);
            Assert.Equal("Anonymous", real.GetProperty("authLevel").GetString());
        }
    }

    [RealWorkerFact]
    public async Task A_person_gets_the_same_answer_from_both()
    {
        var token = await world.Local.TokenAsync("alice");

        foreach (var (function, path) in new[] { ("GetMe", "api/me"), ("GetMyAccess", "api/me/access"), ("ListRooms", "api/rooms"), ("ListThreads", "api/threads"), ("GetOpenApi", "api/openapi.json") })
        {
            using var local = await (await world.Local.AsAsync("alice")).GetAsync(new Uri(path, UriKind.Relative));
            using var real = await SendAsync(function, HttpMethod.Get, path, token);
            Assert.Equal(HttpStatusCode.OK, real.StatusCode);
            Assert.Equal(await local.Content.ReadAsStringAsync(), await real.Content.ReadAsStringAsync());
            Assert.Equal(local.Content.Headers.ContentType, real.Content.Headers.ContentType);
        }
    }

    [RealWorkerFact]
    public async Task Health_is_ok_on_the_real_packages()
    {
        using var answer = await SendAsync("GetHealth", HttpMethod.Get, "api/health", null);

        Assert.StartsWith("""{"status":"ok","version":""", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [RealWorkerFact]
    public async Task A_stranger_and_a_broken_body_get_the_same_problems_from_both()
    {
        var token = await world.Local.TokenAsync("alice");
        using var stranger = await SendAsync("GetMe", HttpMethod.Get, "api/me", null);
        using var broken = await SendAsync("OpenThread", HttpMethod.Post, "api/threads", token, "{");
        using var unknown = await SendAsync("GetThread", HttpMethod.Get, "api/threads/none", token, route: new() { ["id"] = "none" });

        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        Assert.StartsWith("Bearer", stranger.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.All([stranger, broken, unknown], static answer => Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType));
    }

    [RealWorkerFact]
    public async Task The_page_and_what_it_needs_come_with_the_package()
    {
        using var page = await SendAsync("ServeWeb", HttpMethod.Get, "", null);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
    }

    [RealWorkerFact]
    public async Task An_orchestrator_replays_on_the_real_packages_and_its_first_step_reads_its_input()
    {
        var first = await world.Real.InvokeAsync(nameof(RunTurn), OrchestratorRequest("turn-1", """{"ThreadId":"t","MessageId":"t.1"}"""), json: false);

        Assert.True(first.Succeeded, first.Failure);
        var action = Wire.Read(Wire.Read(Convert.FromBase64String(first.Value!))[2].Single());
        var scheduled = Wire.Read(action[2].Single());
        var input = Wire.TextOf(Wire.Read(scheduled[3].Single())[1].Single());
        Assert.Equal(nameof(RunRounds), Wire.TextOf(scheduled[1].Single()));
        // The extension takes the one argument out of the list before an activity gets it.
        Assert.Equal(new RoundsInput("t", "t.1"), JsonSerializer.Deserialize<RoundsInput[]>(input)!.Single());
    }

    [RealWorkerFact]
    public async Task An_activity_binds_its_record_and_writes_its_answer_as_the_local_runtime_does()
    {
        using var alice = await world.Local.InBrowserAsync("alice");
        using var opened = await SendAsync("OpenThread", HttpMethod.Post, "api/threads", await world.Local.TokenAsync("alice"), """{"title":"On the real packages"}""");
        var thread = JsonDocument.Parse(await opened.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!;
        using var said = await alice.PostAsync(new Uri($"api/threads/{thread}/messages", UriKind.Relative), new StringContent("""{"text":"What can I see?"}""", Encoding.UTF8, "application/json"));
        var message = JsonDocument.Parse(await said.Content.ReadAsStringAsync()).RootElement.GetProperty("messageId").GetString()!;

        var taken = await world.Real.InvokeAsync(nameof(RunRounds), JsonSerializer.Serialize(new RoundsInput(thread, message)), json: true);

        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        Assert.True(taken.Succeeded, taken.Failure);
        Assert.Equal(RoundsState.Ended, JsonSerializer.Deserialize<RoundsTaken>(taken.Value!)!.State);
    }

    [RealWorkerFact]
    public async Task Events_stream_as_they_happen_and_the_invocation_ends_when_the_client_leaves()
    {
        var token = await world.Local.TokenAsync("alice");
        using var opened = await SendAsync("OpenThread", HttpMethod.Post, "api/threads", token, """{"title":"A stream"}""");
        var thread = JsonDocument.Parse(await opened.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"api/threads/{thread}/events", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        var (answer, invoked) = await world.Real.OpenAsync("StreamEvents", request, new Dictionary<string, string> { ["id"] = thread });
        var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var first = await lines.ReadLineAsync();
        var alice = await world.Local.AsAsync("alice");
        using var said = await alice.PostAsync(new Uri($"api/threads/{thread}/messages", UriKind.Relative), new StringContent("""{"text":"Hello"}""", Encoding.UTF8, "application/json"));
        var heard = await UntilAsync(lines, "event: message");
        answer.Dispose();
        var ended = await invoked.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.StartsWith("retry:", first, StringComparison.Ordinal);
        Assert.True(heard);
        Assert.True(ended.Succeeded, ended.Failure);
    }

    [RealWorkerFact]
    public async Task A_timer_runs()
    {
        var swept = await world.Real.InvokeAsync("SweepSessions", """{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}""", json: true);

        Assert.True(swept.Succeeded, swept.Failure);
    }

    private static async Task<bool> UntilAsync(StreamReader lines, string wanted)
    {
        while (await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) is { } line)
        {
            if (line == wanted)
                return true;
        }

        return false;
    }

    private async Task<HttpResponseMessage> SendAsync(string function, HttpMethod method, string path, string? token, string? body = null, Dictionary<string, string>? route = null)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await world.Real.SendAsync(function, request, route);
    }

    /// <summary>The first episode of an instance, as the Durable extension hands it to the worker.</summary>
    private static string OrchestratorRequest(string instance, string input)
    {
        var now = new Wire().Number(1, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        Wire Optional(string value) => new Wire().Text(1, value);
        var started = new Wire().Number(1, -1).Message(2, now).Message(14, new Wire());
        var begun = new Wire().Number(1, -1).Message(2, now).Message(3,
            new Wire().Text(1, nameof(RunTurn)).Message(2, Optional("1.2")).Message(3, Optional(input)).Message(4, new Wire().Text(1, instance).Message(2, Optional("execution"))));
        return Convert.ToBase64String(new Wire().Text(1, instance).Message(2, Optional("execution")).Message(4, started).Message(4, begun).ToArray());
    }
}
