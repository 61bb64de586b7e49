using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Tests.Fixtures;

/// <summary>
/// The complete app on its own port, with its own tables, task hub and demo database. <see cref="InProcessApp"/> gives access to its
/// services. <see cref="AppProcess"/> can be killed and restarted.
/// </summary>
public abstract class AppFixture(Endpoints sidecars) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, HttpClient> _bearers = new();
    private readonly ConcurrentDictionary<string, HttpClient> _browsers = new();

    public abstract Uri Url { get; }

    public Endpoints Sidecars { get; } = sidecars;

    public SubjectId SubjectOf(string name) => SubjectId.Of(Sidecars.Issuer, null, name);

    /// <summary>Creates a client without credentials.</summary>
    public HttpClient Anonymous() => new(Handler()) { BaseAddress = Url };

    /// <summary>A caller with a bearer token of this person.</summary>
    public async Task<HttpClient> AsAsync(string name)
    {
        if (_bearers.TryGetValue(name, out var known))
            return known;
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(name));
        return _bearers.GetOrAdd(name, client);
    }

    /// <summary>This person's browser after signing in: may confirm and share.</summary>
    public async Task<HttpClient> InBrowserAsync(string name)
    {
        if (_browsers.TryGetValue(name, out var known))
            return known;
        var client = Anonymous();
        using var answer = (await client.PostAsync(new Uri($"local/people/{name}/session", UriKind.Relative), null)).EnsureSuccessStatusCode();
        client.DefaultRequestHeaders.Add("Cookie", answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        client.DefaultRequestHeaders.Add("Origin", Url.GetLeftPart(UriPartial.Authority));
        client.DefaultRequestHeaders.Add("X-Onbehalf", "1");
        return _browsers.GetOrAdd(name, client);
    }

    public async Task<string> TokenAsync(string name)
    {
        using var client = Anonymous();
        using var answer = (await client.PostAsync(new Uri($"local/people/{name}/token", UriKind.Relative), null)).EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    /// <summary>Performs an administrator action: <c>disable</c>, <c>enable</c>, <c>delete</c>, <c>restore</c>. For <see cref="PeopleChange"/>
    /// tests.</summary>
    public async Task ChangeAsync(string name, string change)
    {
        using var client = Anonymous();
        using var answer = await client.PostAsync(new Uri($"local/people/{name}/{change}", UriKind.Relative), null);
        answer.EnsureSuccessStatusCode();
        // Their sign-ins end with them; who is enabled again signs in again.
        if (change is "disable" or "delete")
            _browsers.TryRemove(name, out _);
    }

    /// <summary>Replaces a person's groups. For <see cref="PeopleChange"/> tests.</summary>
    public async Task SetGroupsAsync(string name, params string[] groups)
    {
        using var client = Anonymous();
        using var answer = await client.PostAsJsonAsync(new Uri($"local/people/{name}/groups", UriKind.Relative), new { groups });
        answer.EnsureSuccessStatusCode();
    }

    public virtual ValueTask DisposeAsync()
    {
        foreach (var client in _bearers.Values.Concat(_browsers.Values))
            client.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private static SocketsHttpHandler Handler() => new() { UseCookies = false, AllowAutoRedirect = false };
}
