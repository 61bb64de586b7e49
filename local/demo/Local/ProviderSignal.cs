using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Identity.Signals;

namespace Onbehalf.Demo.Local;

/// <summary>Pushes the demo provider's security event tokens to the app's endpoint (RFC 8935).</summary>
internal sealed class ProviderSignal(ProviderAdministration provider)
{
    public const string Disabled = "https://schemas.openid.net/secevent/risc/event-type/account-disabled";
    public const string Enabled = "https://schemas.openid.net/secevent/risc/event-type/account-enabled";
    public const string Purged = "https://schemas.openid.net/secevent/risc/event-type/account-purged";
    public const string Regrouped = "https://schemas.openid.net/secevent/caep/event-type/token-claims-change";

    private const int Attempts = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly HttpClient Http = new();

    public async Task SendAsync(string name, string type, IServiceProvider app, HttpContext context)
    {
        if (app.GetService<SignalSources>()?.Find(DemoSettings.IssuerId) is null)
            return;
        var token = await provider.SignalAsync(name, type, CancellationToken.None);
        for (var attempt = 1; !await IsTakenAsync(token, context.Request, mayBeBusy: attempt < Attempts); attempt++)
            await Task.Delay(Pause);
    }

    /// <summary>Returns false if the app was busy. A transmitter then retries.</summary>
    private static async Task<bool> IsTakenAsync(string token, HttpRequest request, bool mayBeBusy)
    {
        using var content = new StringContent(token);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/secevent+jwt");
        using var answer = await Http.PostAsync(new Uri($"{request.Scheme}://{request.Host}/api/webhooks/identity/{DemoSettings.IssuerId}"), content);
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && mayBeBusy)
            return false;
        answer.EnsureSuccessStatusCode();
        return true;
    }
}
