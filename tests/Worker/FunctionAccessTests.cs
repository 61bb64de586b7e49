using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;

namespace Onbehalf.Tests.Worker;

public sealed class FunctionAccessTests
{
    private static readonly Type[] Product = typeof(HttpEdge).Assembly.GetTypes();

    /// <summary>The whole list, so that a further one is a decision and not an accident.</summary>
    [Fact]
    public void These_functions_and_no_others_are_reached_without_a_person()
    {
        var access = new FunctionAccess(Product);

        var open = RouteOrderTests.Functions.Where(name => access.Of(name).For("/api/anything") is not Access.Person).Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "BeginSlackLink", "BrowserCallback", "BrowserSignIn", "BrowserSignOut", "GetHealth", "GetOpenApi", "GetReadiness", "HearIdentitySignal", "OpenSlackCard", "ProveSignalAddress",
                "ProviderConnected", "ReceiveEvent", "ReceiveSlackEvent", "ReceiveSlackInteraction", "ReturnFromSlack", "ShowSlackLink",
            ],
            open);
    }

    [Fact]
    public void The_catch_all_serves_the_web_app_to_everybody_and_the_rest_of_the_api_to_people()
    {
        var catchAll = new FunctionAccess(Product).Of("WriteWebFile");

        Assert.Equal(
            [Access.Public, Access.Public, Access.Public, Access.Person, Access.Person, Access.Public],
            new PathString[] { "/", "/threads/t1", "/apiary", "/api", "/api/nothing", "/api/webhooks/nothing" }.Select(catchAll.For));
    }

    [Fact]
    public void An_app_with_a_function_that_does_not_say_who_may_reach_it_does_not_start()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => new FunctionAccess([typeof(Forgotten)]));

        Assert.Contains("The function forgotten does not say who may reach it", refused.Message, StringComparison.Ordinal);
    }

    private sealed class Forgotten
    {
        [Function("forgotten")]
        public void Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/forgotten")] HttpRequest request)
        {
        }
    }
}
