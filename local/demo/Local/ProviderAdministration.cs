using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Demo.Local;

/// <summary>A client of the demo provider's administration API: changes people, and gets tokens for them.</summary>
internal sealed class ProviderAdministration
{
    private const string PersonGrant = "urn:onbehalf:params:oauth:grant-type:person";

    private readonly HttpClient _client;
    private readonly AuthenticationHeaderValue _basic;

    private ProviderAdministration(HttpClient client, string key)
    {
        _client = client;
        _client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        _basic = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"onbehalf-local:{key}")));
    }

    public static ProviderAdministration Of(Endpoints sidecars) => new(new() { BaseAddress = new Uri(sidecars.Issuer) }, sidecars.AdministrationKey);

    public async Task<ImmutableArray<LocalPerson>> ListAsync(CancellationToken cancellation) =>
        await _client.GetFromJsonAsync<ImmutableArray<LocalPerson>>("administration/people", cancellation);

    public async Task<LocalPerson> ChangeAsync(string name, object change, CancellationToken cancellation)
    {
        using var answer = await _client.PatchAsJsonAsync($"administration/people/{Uri.EscapeDataString(name)}", change, cancellation);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<LocalPerson>(cancellation))!;
    }

    /// <summary>Returns a security event token about a person, as the provider would push it.</summary>
    public async Task<string> SignalAsync(string name, string type, CancellationToken cancellation)
    {
        using var answer = await _client.PostAsJsonAsync("administration/signals", new { person = name, type }, cancellation);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("token").GetString()!;
    }

    /// <summary>Null when the person cannot sign in.</summary>
    public async Task<LocalToken?> IssueAsync(string name, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", PersonGrant), new("person", name)]),
            Headers = { Authorization = _basic },
        };
        using var answer = await _client.SendAsync(request, cancellation);
        if (answer.StatusCode == HttpStatusCode.BadRequest)
            return null;
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<LocalToken>(cancellation);
    }
}
