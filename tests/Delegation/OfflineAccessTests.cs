using Microsoft.AspNetCore.WebUtilities;
using Onbehalf.Delegation.Linking;
using Onbehalf.Identity;
using Onbehalf.Tests.Identity;

namespace Onbehalf.Tests.Delegation;

/// <summary>How a provider of a connection is asked for a refresh token.</summary>
public sealed class OfflineAccessTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("openid offline_access", false)]
    [InlineData("openid email profile", true)]
    public async Task A_provider_that_lists_no_scope_for_it_is_asked_by_a_parameter(string? listed, bool byParameter)
    {
        await using var world = await GrantWorld.StartAsync();
        world.Issuer.Scopes = listed?.Split(' ');
        var caller = new Caller(world.Person(), CallerProof.BrowserSession, "session");

        var begun = await world.Of<BeginConnect>().RunAsync(caller, BrowserRequest.To("/api/connections/notes/connect").Request, "notes", default);

        var asked = QueryHelpers.ParseQuery(Assert.IsType<ConnectStep.GoToProvider>(begun).Address.Query);
        Assert.Equal(byParameter, asked.TryGetValue("access_type", out var type) && type == "offline");
    }
}
