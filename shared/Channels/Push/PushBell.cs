using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Lib.Net.Http.WebPush;
using Lib.Net.Http.WebPush.Authentication;
using Microsoft.Extensions.Logging;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Channels.Push;

/// <summary>
/// Sends the kind of an inbox item to the browsers of its person, encrypted for each. Titles, names and text are never sent. A browser that
/// ended its subscription is removed.
/// </summary>
internal sealed partial class PushBell : IInboxBell, IDisposable
{
    /// <summary>Timeout of a send. It is short, because a turn or a run waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan KeptForBrowser = TimeSpan.FromHours(12);

    private readonly PushStore _store;
    private readonly HttpClient _http;
    private readonly PushServiceClient _client;
    private readonly PushKeys _keys;
    private readonly ILogger<PushBell> _log;

    /// <param name="network">A handler that reaches only the public internet.</param>
    public PushBell(PushKeys keys, PushStore store, HttpMessageHandler network, ILogger<PushBell> log)
    {
        (_keys, _store, _log) = (keys, store, log);
        _http = new(new UnreadAnswers(network)) { Timeout = Patience };
        _client = new(_http) { AutoRetryAfter = false };
    }

    public async Task RingAsync(SubjectId person, InboxKind kind, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            var browsers = await _store.OfAsync(person, limit.Token);
            await Task.WhenAll(browsers.Select(one => SendAsync(person, one.Address, kind, limit.Token))).WaitAsync(limit.Token);
        }
        catch (Exception failed) when (failed is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // A failure at a browser must not fail the operation that adds the inbox item.
            Log.NotSent(_log, "some browser", failed.GetType().Name);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(SubjectId person, PushAddress address, InboxKind kind, CancellationToken cancellation)
    {
        try
        {
            // The signer is not thread-safe.
            using var own = new VapidAuthentication(_keys.Public, _keys.Private) { Subject = _keys.Contact };
            await _client.RequestPushMessageDeliveryAsync(Subscription(address), Message(kind), own, cancellation);
        }
        catch (PushServiceClientException gone) when (gone.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            await _store.RemoveAsync(person, address.Endpoint, cancellation);
        }
        catch (PushServiceClientException refused)
        {
            Log.NotSent(_log, address.Host, refused.StatusCode.ToString());
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or CryptographicException or FormatException or ArgumentException)
        {
            Log.NotSent(_log, address.Host, failed.GetType().Name);
        }
    }

    private static PushSubscription Subscription(PushAddress address)
    {
        var to = new PushSubscription { Endpoint = address.Endpoint };
        to.SetKey(PushEncryptionKeyName.P256DH, address.P256dh);
        to.SetKey(PushEncryptionKeyName.Auth, address.Auth);
        return to;
    }

    private static PushMessage Message(InboxKind kind)
    {
        var words = JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
        return new(JsonSerializer.Serialize(new { kind = words }, JsonSerializerOptions.Web))
        {
            Topic = words,
            TimeToLive = (int)KeptForBrowser.TotalSeconds,
            Urgency = kind is InboxKind.Confirmation ? PushMessageUrgency.High : PushMessageUrgency.Normal,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A notification was not sent to {Host}: {Cause}")]
        public static partial void NotSent(ILogger logger, string host, string cause);
    }
}

/// <summary>
/// Discards the content of every response. The push service is named by a person's browser, and the push library reads responses without a
/// limit. An endless response would block the sender. Only the status and the headers are used.
/// </summary>
internal sealed class UnreadAnswers(HttpMessageHandler network) : DelegatingHandler(network)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        answer.Content.Dispose();
        answer.Content = new ByteArrayContent([]);
        return answer;
    }
}
