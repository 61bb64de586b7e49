using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Tests.Worker.Functions;

public sealed class Observed(ScopedThing thing)
{
    [Function("Observed")]
    public string Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "observed/{word}")] HttpRequest request, FunctionContext context, string word) =>
        $"{thing.Number} {word} {string.Join(' ', context.Items.Keys.OfType<string>().Order(StringComparer.Ordinal))}";
}
