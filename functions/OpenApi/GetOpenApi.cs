using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;

namespace Onbehalf.Functions.OpenApi;

public sealed class GetOpenApi
{
    private static readonly Lazy<string> Document = new(static () => OpenApiDocument.Of(typeof(GetOpenApi).Assembly));

    [Function(nameof(GetOpenApi))]
    [Public]
    [Description("This document.")]
    [Answers(200, typeof(object))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/openapi.json")] HttpRequest request) =>
        Results.Text(Document.Value, "application/json; charset=utf-8");
}
