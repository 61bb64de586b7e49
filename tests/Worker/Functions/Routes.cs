using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Tests.Worker.Functions;

public sealed class Routes
{
    [Function("ById")]
    public string ById([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{id}")] HttpRequest request, string id) => $"id {id}";

    [Function("ByNumber")]
    public string ByNumber([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{number:int}")] HttpRequest request, int number) => $"number {number + 1}";

    [Function("ByName")]
    public string ByName([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/special")] HttpRequest request) => "special";

    [Function("Add")]
    public string Add([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "added")] HttpRequest request) => "added";
}
