using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Tests.Worker.Functions;

public sealed class CatchAll
{
    [Function("CatchAll")]
    public string Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{*path}")] HttpRequest request, string? path) => $"rest '{path}'";
}
