using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Audit;
using Onbehalf.Delegation;
using Onbehalf.Identity;
using Onbehalf.Identity.SignIn;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Identity;

/// <summary>The whole way in and out against the real provider, its sign-in page and its directory.</summary>
public sealed partial class ProviderTests
{
    [Fact]
    public async Task A_person_signs_in_at_the_providers_own_page_and_out_again()
    {
        await using var product = await ComposeAsync();
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        var begin = BrowserRequest.To("/auth/sign-in?returnTo=/threads");
        var provider = Assert.IsType<SignInStep.GoToProvider>(await product.GetRequiredService<BeginSignIn>().RunAsync(begin, default)).Address;

        var back = await SignInAsync(browser, provider, "alice");
        var callback = BrowserRequest.To(back.PathAndQuery, cookie: BrowserRequest.CookieOf(begin, "onbehalf-sign-in-7071"));
        Assert.Equal("/threads", Assert.IsType<SignInStep.Done>(await product.GetRequiredService<CompleteSignIn>().RunAsync(callback, default)).ReturnTo);

        var session = BrowserRequest.CookieOf(callback, "onbehalf-7071");
        var callers = product.GetRequiredService<Callers>();
        var caller = Assert.IsType<CallerResult.Known>(await callers.AuthenticateAsync(BrowserRequest.To("/api/me", cookie: session).Request, default)).Caller;
        var authority = Assert.IsType<AuthorityResult.Confirmed>(await product.GetRequiredService<Authorities>().ConfirmAsync(caller.Subject, Freshness.Now, default)).Authority;
        Assert.Equal("Alice", authority.Subject.Name);
        Assert.Equal(["employees", "hr"], authority.Groups);

        var signOut = BrowserRequest.To("/auth/sign-out", "POST", session);
        (signOut.Request.Headers.Origin, signOut.Request.Headers["X-Onbehalf"]) = (BrowserRequest.Origin, "1");
        Assert.True(await product.GetRequiredService<EndSession>().RunAsync(signOut, default));
        Assert.IsType<CallerResult.Refused>(await callers.AuthenticateAsync(BrowserRequest.To("/api/me", cookie: session).Request, default));
    }

    [GeneratedRegex("action=\"([^\"]+)\"")]
    private static partial Regex FormAction();

    private static async Task<Uri> SignInAsync(HttpClient browser, Uri address, string name)
    {
        for (var step = 0; step < 10; step++)
        {
            if (address.AbsolutePath == "/auth/callback")
                return address;
            using var page = await browser.GetAsync(address);
            address = page.Headers.Location is { } next ? new(address, next) : await SubmitAsync(browser, address, await page.Content.ReadAsStringAsync(), name);
        }

        throw new InvalidOperationException($"The provider never came back, last at {address.AbsolutePath}.");
    }

    private static async Task<Uri> SubmitAsync(HttpClient browser, Uri address, string page, string name)
    {
        var action = new Uri(address, WebUtility.HtmlDecode(FormAction().Match(page).Groups[1].Value));
        using var form = new FormUrlEncodedContent([new("name", name), new("password", "onbehalf")]);
        using var answer = await browser.PostAsync(action, form);
        return new(action, answer.Headers.Location ?? throw new InvalidOperationException(await answer.Content.ReadAsStringAsync()));
    }

    private static async Task<ServiceProvider> ComposeAsync()
    {
        var beside = await LocalSidecars.StartAsync();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ONBEHALF_TABLES"] = beside.StorageConnectionString,
            ["ONBEHALF_AUDIT_TABLES"] = beside.StorageConnectionString,
            ["ONBEHALF_TABLE_PREFIX"] = Azurite.FreshPrefix(),
            ["ONBEHALF_ISSUERS"] = $$"""
                [{"id":"local","issuer":"{{beside.Issuer}}","audience":"api://onbehalf","clientId":"onbehalf-web","clientSecret":"{{beside.ClientSecret}}",
                  "directory":{"kind":"scim","url":"{{beside.ScimUrl}}","token":"{{beside.ScimToken}}"} }]
                """,
        }).Build();
        var services = new ServiceCollection()
            .AddLogging().AddSingleton<IConfiguration>(configuration)
            .AddTables(configuration).AddIdentity(configuration).AddDelegation(configuration).AddAudit(configuration)
            .AddSingleton(new VaultInMemory().Client())
            .BuildServiceProvider();
        var tables = services.GetRequiredService<Onbehalf.Storage.Tables>();
        await Task.WhenAll(new[] { tables.Sessions, tables.People, tables.Offboarding, tables.Audit }.Select(static table => table.CreateIfNotExistsAsync()));
        return services;
    }
}
