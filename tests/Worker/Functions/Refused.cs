using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Tests.Worker.Functions;

internal sealed class NotPublic
{
    [Function("A")]
    public string Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => "";
}

public class NotSealed
{
    [Function("A")]
    public string Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => "";
}

public sealed class PrivateMethod
{
    [Function("A")]
    internal string Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => "";
}

public sealed class TwoTriggers
{
    [Function("A")]
    public string Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, [TimerTrigger("* * * * * *")] TimerInfo timer) => "";
}

public sealed class NoTrigger
{
    [Function("A")]
    public string Run(HttpRequest request) => "";
}

public sealed class SameName
{
    [Function("A")]
    public string One([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "one")] HttpRequest request) => "";

    [Function("a")]
    public string Two([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "two")] HttpRequest request) => "";
}

public sealed class SameRoute
{
    [Function("A")]
    public string One([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "x/{id}")] HttpRequest request) => "";

    [Function("B")]
    public string Two([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "X/{name}")] HttpRequest request) => "";
}

public sealed class BadRoute
{
    [Function("A")]
    public string Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x/{id")] HttpRequest request) => "";
}

public sealed class ReservedRoute
{
    [Function("A")]
    public string Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "admin/x")] HttpRequest request) => "";
}
