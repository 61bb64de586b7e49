using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;

namespace Onbehalf.Tests.Fixtures;

/// <summary>The far end of the Key Vault protocol, as little of it as secrets need, behind the real client.</summary>
internal sealed class VaultInMemory : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, ImmutableList<Kept>> _secrets = new(StringComparer.OrdinalIgnoreCase);
    private int _reads;

    /// <summary>The newest value of each secret.</summary>
    public IReadOnlyDictionary<string, string> Secrets => _secrets.ToDictionary(static one => one.Key, static one => one.Value[^1].Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>How often a value was asked for.</summary>
    public int Reads => _reads;

    public bool TakesNothing { get; set; }

    public int VersionsOf(string name) => _secrets.GetValueOrDefault(name, []).Count;

    public SecretClient Client() => new(
        new Uri("https://vault.test"),
        new Anybody(),
        new SecretClientOptions { DisableChallengeResourceVerification = true, Transport = new HttpClientTransport(this), Retry = { MaxRetries = 0 } });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.Authorization is null)
            return new(HttpStatusCode.Unauthorized)
            {
                Headers = { WwwAuthenticate = { new AuthenticationHeaderValue("Bearer", "authorization=\"https://login.test/tenant\", resource=\"https://vault.test\"") } },
            };
        var path = request.RequestUri!.AbsolutePath.Split('/');
        var (name, version) = (path[2], path.ElementAtOrDefault(3));
        return (request.Method.Method, version) switch
        {
            ("PUT", _) when TakesNothing => Answer(HttpStatusCode.ServiceUnavailable, new { }),
            ("PUT", _) => Secret(name, Keep(name, (await request.Content!.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("value").GetString()!)),
            ("GET", "versions") => Answer(HttpStatusCode.OK, new { value = _secrets.GetValueOrDefault(name, []).Select(kept => Properties(name, kept)) }),
            ("GET", _) => Secret(name, Read(name, version)),
            ("DELETE", _) => Secret(name, _secrets.TryRemove(name, out var gone) ? gone[^1] : null),
            _ => throw new NotSupportedException($"{request.Method} {request.RequestUri}"),
        };
    }

    private Kept Keep(string name, string value)
    {
        var kept = new Kept(Guid.NewGuid().ToString("N"), value, DateTimeOffset.UtcNow);
        _secrets.AddOrUpdate(name, [kept], (_, versions) => versions.Add(kept));
        return kept;
    }

    private Kept? Read(string name, string? version)
    {
        Interlocked.Increment(ref _reads);
        return _secrets.GetValueOrDefault(name, []).FindLast(kept => string.IsNullOrEmpty(version) || kept.Version == version);
    }

    private static HttpResponseMessage Secret(string name, Kept? kept) => kept is null
        ? Answer(HttpStatusCode.NotFound, new { error = new { code = "SecretNotFound", message = name } })
        : Answer(HttpStatusCode.OK, new { value = kept.Value, id = Id(name, kept), attributes = Attributes(kept), recoveryId = $"https://vault.test/deletedsecrets/{name}" });

    private static object Properties(string name, Kept kept) => new { id = Id(name, kept), attributes = Attributes(kept) };

    private static string Id(string name, Kept kept) => $"https://vault.test/secrets/{name}/{kept.Version}";

    /// <summary>The protocol has whole seconds, so a version counts as made at the start of its second.</summary>
    private static object Attributes(Kept kept) => new { enabled = true, created = kept.At.ToUnixTimeSeconds() };

    private static HttpResponseMessage Answer(HttpStatusCode status, object body) => new(status) { Content = JsonContent.Create(body) };

    private sealed record Kept(string Version, string Value, DateTimeOffset At);

    private sealed class Anybody : TokenCredential
    {
        private static readonly AccessToken Token = new("app", DateTimeOffset.MaxValue);

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => Token;

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(Token);
    }
}
