using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Onbehalf.Identity;
using Onbehalf.Identity.Directories;
using Onbehalf.Vault;

namespace Onbehalf.Channels.Slack.Web;

/// <summary>Calls a method of Slack's Web API with the bot's token. The response size is limited, and redirects are not followed.</summary>
internal sealed partial class SlackTransport(HttpClient http, SlackWebSettings settings, SlackRates rates)
{
    public const int LargestAnswer = 1024 * 1024;

    /// <summary>Timeout of a call. After it, the outcome is unknown.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private const int LargestRequest = 512 * 1024;

    /// <summary>The token's scopes in Slack's last response; null before the first one.</summary>
    public string? GrantedScopes { get; private set; }

    public static HttpClient Client() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(3),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    })
    {
        MaxResponseContentBufferSize = LargestAnswer,
        Timeout = Timeout,
    };

    /// <param name="repeatable">True for an idempotent call. It is retried once after a failure of Slack.</param>
    public async Task<SlackOutcome<JsonElement>> CallAsync(
        string method, SlackTeamId team, SlackForm form, bool repeatable, CancellationToken cancellation)
    {
        if (settings.BotToken is not { } token)
            return new SlackOutcome<JsonElement>.Refused("not_configured");
        if (rates.WaitOf(method, team) is { } wait)
            return new SlackOutcome<JsonElement>.RateLimited(wait);
        if (form.Sum(static one => one.Key.Length + one.Value.Length) > LargestRequest)
            return new SlackOutcome<JsonElement>.Refused("request_too_large");
        var first = await SendAsync(method, team, form, token, cancellation);
        return repeatable && first is SlackOutcome<JsonElement>.Unreachable ? await SendAsync(method, team, form, token, cancellation) : first;
    }

    private async Task<SlackOutcome<JsonElement>> SendAsync(string method, SlackTeamId team, SlackForm form, SecretText token, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.Api, method));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
        request.Content = new FormUrlEncodedContent(form);
        request.Content.Headers.ContentType!.CharSet = "utf-8";
        try
        {
            using var response = await http.SendAsync(request, cancellation);
            if (response.Headers.TryGetValues("X-OAuth-Scopes", out var granted))
                GrantedScopes = string.Join(',', granted);
            if (response.StatusCode is HttpStatusCode.TooManyRequests)
                return new SlackOutcome<JsonElement>.RateLimited(rates.Limit(method, team, response));
            var body = await response.Content.ReadAsByteArrayAsync(cancellation);
            var answer = ForeignJson.Read(body);
            return answer?.Text("error") is "ratelimited"
                ? new SlackOutcome<JsonElement>.RateLimited(rates.Limit(method, team, response))
                : Read((int)response.StatusCode, answer);
        }
        catch (Exception failure) when (IsFailure(failure, cancellation))
        {
            return new SlackOutcome<JsonElement>.Unreachable(MayHaveArrived(failure));
        }
    }

    private static SlackOutcome<JsonElement> Read(int status, JsonElement? body) => body switch
    {
        { ValueKind: JsonValueKind.Object } answer when answer.Field("ok") is { ValueKind: JsonValueKind.True } =>
            new SlackOutcome<JsonElement>.Done(answer, answer.Text("warning") is { } warning ? Code(warning) : null),
        { ValueKind: JsonValueKind.Object } answer when answer.Text("error") is { } error => Refusal(error, answer),
        // Not an answer of Slack, for example a gateway's page or a truncated body. A 4xx status is a refusal. Otherwise it is unknown
        // whether Slack made the call.
        _ when status is >= 400 and < 500 => new SlackOutcome<JsonElement>.Refused("unreadable"),
        _ => new SlackOutcome<JsonElement>.Unreachable(true),
    };

    private static SlackOutcome<JsonElement> Refusal(string error, JsonElement answer) =>
        error switch
        {
            "internal_error" or "fatal_error" or "service_unavailable" or "request_timeout" => new SlackOutcome<JsonElement>.Unreachable(true),
            _ => new SlackOutcome<JsonElement>.Refused(
                Code(error), answer.Text("needed") is { } needed ? string.Join(',', needed.Split(',').Take(8).Select(OperatorText.Name)) : null),
        };

    /// <summary>Returns an error code of Slack that is safe to log.</summary>
    private static string Code(string text) => CodeShape().IsMatch(text) ? text : "unreadable";

    private static bool IsFailure(Exception failure, CancellationToken cancellation) =>
        failure is HttpRequestException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested);

    private static bool MayHaveArrived(Exception failure) => failure is not HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError,
    };

    [GeneratedRegex(@"^[a-z0-9_]{1,80}\z")]
    private static partial Regex CodeShape();
}

/// <summary>
/// The arguments of a method. All methods accept a form whose structured values are JSON; not all accept a JSON body. Null values are left
/// out.
/// </summary>
internal sealed class SlackForm : List<KeyValuePair<string, string>>
{
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public SlackForm With(string name, string? value)
    {
        if (value is not null)
            Add(new(name, value));
        return this;
    }

    public SlackForm With(string name, bool value) => With(name, value ? "true" : "false");

    public SlackForm WithJson<T>(string name, T? value)
        where T : class => value is null ? this : With(name, JsonSerializer.Serialize(value, Json));

    public SlackForm At(SlackPlace place) => With("channel", place.Channel.Value).With("thread_ts", place.Thread?.Value);
}

/// <summary>Back-off per method and team: after a 429, calls are not sent until its time is over.</summary>
internal sealed class SlackRates(TimeProvider time)
{
    /// <summary>Upper bound of a wait. Without it, a wrong header could silence the app for a day.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string Method, SlackTeamId Team), DateTimeOffset> _until = new();

    public TimeSpan? WaitOf(string method, SlackTeamId team)
    {
        if (!_until.TryGetValue((method, team), out var until))
            return null;
        var wait = until - time.GetUtcNow();
        if (wait > TimeSpan.Zero)
            return wait;
        _until.TryRemove(new((method, team), until));
        return null;
    }

    public TimeSpan Limit(string method, SlackTeamId team, HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => Usual,
        };
        wait = wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : wait > Longest ? Longest : wait;
        _until[(method, team)] = time.GetUtcNow() + wait;
        return wait;
    }
}

/// <summary>The address of Slack's Web API and the bot's token. Without a token, the channel is off.</summary>
internal sealed record SlackWebSettings(Uri Api, SecretText? BotToken)
{
    private const string PublicApi = "https://slack.com/api/";

    public static SlackWebSettings Read(IConfiguration configuration)
    {
        var address = configuration["ONBEHALF_SLACK_API"] is { Length: > 0 } set ? set : PublicApi;
        Outbound.RequireSafe(address, "address of Slack's Web API");
        return new(
            new Uri(address.EndsWith('/') ? address : address + "/"),
            configuration["ONBEHALF_SLACK_BOT_TOKEN"] is { Length: > 0 } token ? new SecretText(token.Trim()) : null);
    }
}
