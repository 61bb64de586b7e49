using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Tests.Host;

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

public sealed class GenericMethod
{
    [Function("A")]
    public T? Run<T>([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => default;
}

public sealed class GenericType<T>
{
    [Function("A")]
    public T? Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => default;
}

public sealed class Outer
{
    public sealed class Nested
    {
        [Function("A")]
        public string Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => "";
    }
}

public sealed class Served
{
    [Function("A")]
    public string Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => "";
}
