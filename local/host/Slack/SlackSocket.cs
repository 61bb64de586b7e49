using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Onbehalf.Host.Slack;

/// <summary>
/// Receives the events of Slack over Socket Mode until it is disposed, and delivers them to the app over HTTP. For a machine without a public address.
/// </summary>
internal sealed partial class SlackSocket : IAsyncDisposable
{
    /// <summary>The first pause after a failure. It doubles with each further one.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private const int MostDoublings = 6;

    private static readonly TimeSpan Opening = TimeSpan.FromSeconds(30);

    /// <summary>Errors of Slack that pass by themselves.</summary>
    private static readonly string[] Passing =
        ["ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout", "too_many_websockets", "unreadable"];

    private readonly SlackSocketSettings _settings;
    private readonly ILogger _log;
    private readonly TimeSpan _pause;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Opening };
    private readonly SlackForward _forward;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    public SlackSocket(SlackSocketSettings settings, ILogger log, TimeSpan pause)
    {
        (_settings, _log, _pause) = (settings, log, pause);
        _forward = new(settings, TimeProvider.System);
        _running = RunAsync();
    }

    /// <summary>Completes when no further connection is opened.</summary>
    public Task Ended => _running;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
        _forward.Dispose();
        _http.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            for (var failures = 0; ;)
            {
                var (end, wasOpen, reason) = await LineAsync();
                _stopping.Token.ThrowIfCancellationRequested();
                if (end is LineEnd.Final)
                    return;
                failures = wasOpen ? 0 : failures;
                if (end is LineEnd.Renewed && wasOpen)
                    continue;
                var pause = _pause * (1 << Math.Min(failures++, MostDoublings));
                Log.Lost(_log, reason, (int)Math.Ceiling(pause.TotalSeconds));
                await Task.Delay(pause, _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    /// <summary>Opens one connection, and delivers its envelopes until it ends.</summary>
    private async Task<(LineEnd End, bool WasOpen, string Reason)> LineAsync()
    {
        using var line = new SlackLine(_forward, _log);
        try
        {
            var (address, error) = await AddressAsync();
            if (address is null)
                return (Passing.Contains(error) ? LineEnd.Lost : Refused(error!), false, error!);
            using (var opening = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token))
            {
                opening.CancelAfter(Opening);
                await line.ConnectAsync(address, opening.Token);
            }

            var reason = await line.ListenAsync(_stopping.Token);
            return (reason is null ? LineEnd.Lost : reason == "link_disabled" ? Disabled() : LineEnd.Renewed, line.WasOpen, reason ?? "closed");
        }
        catch (Exception failure) when (failure is HttpRequestException or WebSocketException or IOException or OperationCanceledException)
        {
            // The message of an exception can contain the address, which has a ticket.
            return (LineEnd.Lost, line.WasOpen, failure is WebSocketException socket ? $"{socket.WebSocketErrorCode}" : failure.GetType().Name);
        }
    }

    /// <summary>Returns the address of a new connection, or Slack's error.</summary>
    private async Task<(Uri? Address, string? Error)> AddressAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_settings.Api, "apps.connections.open"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _settings.Token);
        request.Content = new FormUrlEncodedContent([]);
        using var response = await _http.SendAsync(request, _stopping.Token);
        try
        {
            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(_stopping.Token));
            var root = answer.RootElement;
            if (root.GetProperty("ok").GetBoolean())
            {
                var address = new Uri(root.GetProperty("url").GetString()!);
                return address.Scheme == "wss" || address.IsLoopback ? (address, null) : (null, "insecure_address");
            }

            var error = root.GetProperty("error").GetString() ?? "";
            return (null, ErrorCode().IsMatch(error) ? error : "unreadable");
        }
        catch (Exception unreadable)
            when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or UriFormatException or ArgumentNullException)
        {
            return (null, "unreadable");
        }
    }

    private LineEnd Refused(string error)
    {
        Log.Refused(_log, error);
        return LineEnd.Final;
    }

    private LineEnd Disabled()
    {
        Log.Disabled(_log);
        return LineEnd.Final;
    }

    private enum LineEnd
    {
        /// <summary>Slack asked for a new connection.</summary>
        Renewed,

        Lost,

        /// <summary>Another attempt would fail, too.</summary>
        Final,
    }

    [GeneratedRegex(@"^[a-z_]{1,60}\z")]
    private static partial Regex ErrorCode();

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "Slack refused ONBEHALF_SLACK_APP_TOKEN ({Error}). It needs an app-level token with the scope connections:write. "
                + "No events arrive until the next start."
        )]
        public static partial void Refused(ILogger logger, string error);

        [LoggerMessage(Level = LogLevel.Error, Message = "Socket Mode is off in the settings of the Slack app. No events arrive until the next start.")]
        public static partial void Disabled(ILogger logger);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The connection to Slack ended ({Reason}). The next attempt is in {Seconds} s.")]
        public static partial void Lost(ILogger logger, string reason, int seconds);
    }
}
