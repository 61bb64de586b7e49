using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Onbehalf.Tests.Slack;

/// <summary>
/// Slack on loopback: workspaces, people, channels, messages, and what each person sees of them. It models what its documents say and what others
/// found out; where they are silent, it refuses.
/// </summary>
internal sealed partial class FakeSlack : IAsyncDisposable
{
    public const string BotToken = "xoxb-1-fake-bot-token";
    public const string AppId = "A0ONBEHALF";

    public static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _gate = new();
    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, Queue<(string About, FakeFailure Way)>> _failures = new(StringComparer.Ordinal);
    private long _lastTs;

    private FakeSlack(WebApplication app, string url, TimeProvider time)
    {
        (_app, Url, _time) = (app, url, time);
        Bot = Add(new FakePerson(Team, "U0BOT", "Onbehalf", FakePersonKind.Bot));
    }

    public string Url { get; }

    public string ApiUrl => Url + "/api/";

    /// <summary>The workspace in which the app is installed.</summary>
    public string Team { get; } = "T0TEAM";

    /// <summary>The organisation of the workspace, where it is one of Enterprise Grid.</summary>
    public string? Enterprise { get; set; }

    public FakePerson Bot { get; }

    /// <summary>The scopes of the token, as every answer has them; null where Slack does not say.</summary>
    public string? Scopes { get; set; }

    /// <summary>Nobody answers.</summary>
    public bool IsDown { get; set; }

    /// <summary>The lifetime of a stream in Slack.</summary>
    public TimeSpan StreamLife { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How much text a stream takes.</summary>
    public int StreamLength { get; set; } = 12_000;

    /// <summary>Every call that was served, the oldest first.</summary>
    public ConcurrentQueue<(string Method, IReadOnlyDictionary<string, string> Arguments)> Calls { get; } = [];

    public static async Task<FakeSlack> StartAsync(TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        FakeSlack? self = null;
        app.Urls.Add("http://127.0.0.1:0");
        app.UseWebSockets();
        app.Map("/{**path}", (Delegate)((HttpContext context) => self!.AnswerAsync(context)));
        await app.StartAsync();
        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return self = new(app, url, time ?? TimeProvider.System);
    }

    /// <summary>The next calls of a method fail, each in its way.</summary>
    public void Fails(string method, params FakeFailure[] ways) => FailsAbout(method, "", ways);

    /// <summary>The same for calls with this text in an argument, so that a call of the app beside the test does not take the failure.</summary>
    public void FailsAbout(string method, string about, params FakeFailure[] ways)
    {
        lock (_gate)
        {
            foreach (var way in ways)
                (_failures.TryGetValue(method, out var queue) ? queue : _failures[method] = new()).Enqueue((about, way));
        }
    }

    public int CallsOf(string method) => Calls.Count(one => one.Method == method);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (IsDown)
        {
            context.Abort();
            return Results.Empty;
        }

        if (path.StartsWith("/api/openid.", StringComparison.Ordinal) || path.StartsWith("/openid/", StringComparison.Ordinal) || path.StartsWith("/.well-known/", StringComparison.Ordinal))
            return await OpenIdAsync(context, path);
        if (path.StartsWith("/link", StringComparison.Ordinal))
            return await LinkAsync(context);
        return path.StartsWith("/api/", StringComparison.Ordinal) ? await CalledAsync(context, path["/api/".Length..]) : Results.NotFound();
    }

    private async Task<IResult> CalledAsync(HttpContext context, string method)
    {
        var arguments = await FakeArguments.ReadAsync(context.Request);
        Calls.Enqueue((method, arguments.All));
        if (Scopes is { } scopes)
            context.Response.Headers["X-OAuth-Scopes"] = scopes;
        var token = method == "apps.connections.open" ? AppToken : BotToken;
        if (context.Request.Headers.Authorization != $"Bearer {token}" && arguments["token"] != token)
            return Error("invalid_auth");
        FakeFailure? failure = null;
        lock (_gate)
        {
            if (_failures.TryGetValue(method, out var queue) && queue.TryPeek(out var next)
                && (next.About.Length == 0 || arguments.All.Values.Any(value => $"{value}".Contains(next.About, StringComparison.Ordinal))))
                failure = queue.Dequeue().Way;
        }

        return failure is null ? Served(method, arguments) : Failed(failure, context, () => Served(method, arguments));
    }

    private IResult Served(string method, FakeArguments arguments)
    {
        lock (_gate)
        {
            return method switch
            {
                _ when method.StartsWith("chat.", StringComparison.Ordinal) => Chat(method, arguments),
                _ when method.StartsWith("conversations.", StringComparison.Ordinal) => Conversations(method, arguments),
                "apps.connections.open" => OpenConnection(),
                "auth.test" => Results.Json(new { ok = true, url = Url, team = "Demo", user = "onbehalf", team_id = Team, user_id = Bot.Id, bot_id = "B" + Bot.Id[1..], enterprise_id = Enterprise, is_enterprise_install = false }),
                "users.info" => People.FirstOrDefault(one => one.Id == arguments["user"]) is { } person ? Results.Json(new { ok = true, user = person.Body() }) : Error("user_not_found"),
                "agents.sessions.setStatus" => SetStatus(arguments),
                "entity.presentDetails" => Present(arguments),
                _ => Error("unknown_method"),
            };
        }
    }

    private static IResult Failed(FakeFailure failure, HttpContext context, Func<IResult> serve)
    {
        switch (failure)
        {
            case FakeFailure.TooMany many:
                if (many.RetryAfter is not null)
                    context.Response.Headers.RetryAfter = many.RetryAfter;
                return Results.Json(new { ok = false, error = "ratelimited" }, statusCode: 429);
            case FakeFailure.Html html:
                if (html.IsDone)
                    serve();
                return Results.Text("<html><body>Bad gateway</body></html>", "text/html", statusCode: html.Status);
            case FakeFailure.Cut cut:
                if (cut.IsDone)
                    serve();
                context.Abort();
                return Results.Empty;
            case FakeFailure.Error error:
                return Results.Json(new { ok = false, error = error.Code, needed = error.Needed, provided = error.Needed is null ? null : "chat:write" });
            case FakeFailure.Warning warning:
                var done = ((IValueHttpResult)serve()).Value;
                var body = JsonSerializer.SerializeToNode(done, done!.GetType())!.AsObject();
                body["warning"] = warning.Code;
                return Results.Json(body);
            default:
                return Results.Text($$"""{"ok":true,"ts":"1.000001","channel":"C1","pad":"{{new string('x', 2_000_000)}}"}""", "application/json");
        }
    }

    private static IResult Error(string code) => Results.Json(new { ok = false, error = code });

    /// <summary>Later than every other, as in a channel.</summary>
    private string NewTs()
    {
        var micro = _time.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        _lastTs = micro > _lastTs ? micro : _lastTs + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{_lastTs / 1_000_000}.{_lastTs % 1_000_000:D6}");
    }
}
