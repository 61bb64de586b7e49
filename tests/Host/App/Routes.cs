using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Tests.App;

/// <summary>Routes that overlap; the names say in which order the host tries them.</summary>
public sealed class Routes
{
    [Function("ANumber")]
    public IResult ANumber([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "parts/{number:int}")] HttpRequest request, int number) => Results.Text($"number {number + 1}");

    [Function("BWord")]
    public IResult BWord([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "parts/{word}")] HttpRequest request, string word) => Results.Text($"word {word}");

    [Function("CSpecial")]
    public IResult CSpecial([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "parts/special")] HttpRequest request) => Results.Text("special");

    [Function("add")]
    public IResult Add([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "added/{word=nothing}")] HttpRequest request, string word) => Results.Text($"added {word}");

    [Function("ZRest")]
    public IResult Rest([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{*path}")] HttpRequest request, string? path) => Results.Text($"rest '{path}'");

    [Function("zzLate")]
    public IResult Late([HttpTrigger(AuthorizationLevel.Anonymous, "get", "delete", Route = "late")] HttpRequest request) => Results.Text("late");
}
