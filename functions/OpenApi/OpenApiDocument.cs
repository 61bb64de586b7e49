using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;

namespace Onbehalf.Functions.OpenApi;

/// <summary>
/// The OpenAPI 3.1 document of an assembly's HTTP functions, generated from their triggers and their request and response attributes.
/// </summary>
internal sealed partial class OpenApiDocument
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    private readonly SchemaCatalog _schemas = new();

    private OpenApiDocument()
    {
    }

    public static string Of(Assembly assembly)
    {
        var document = new OpenApiDocument();
        var paths = new JsonObject();
        var operations = assembly.GetTypes()
            .SelectMany(static type => type.GetMethods())
            .Select(static method => (method, function: method.GetCustomAttribute<FunctionAttribute>(), trigger: Trigger(method)))
            .Where(static found => found is { function: not null, trigger.Route: { } route } && !route.Contains('*', StringComparison.Ordinal))
            .OrderBy(static found => found.trigger!.Route, StringComparer.Ordinal)
            .ThenBy(static found => found.function!.Name, StringComparer.Ordinal);
        foreach (var (method, function, trigger) in operations)
        {
            var path = "/" + Constraint().Replace(trigger!.Route!, "{$1}");
            var item = (JsonObject)(paths[path] ??= new JsonObject());
            foreach (var verb in trigger.Methods ?? [])
                item[verb] = document.Operation(method, function!.Name, path);
        }

        return document.Whole(paths).ToJsonString(Indented) + "\n";
    }

    private JsonObject Whole(JsonObject paths) => new()
    {
        ["openapi"] = "3.1.0",
        ["info"] = new JsonObject { ["title"] = "Onbehalf", ["version"] = "1" },
        ["paths"] = paths,
        ["components"] = new JsonObject
        {
            ["schemas"] = _schemas.Components(),
            ["securitySchemes"] = new JsonObject
            {
                ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" },
                ["session"] = new JsonObject { ["type"] = "apiKey", ["in"] = "cookie", ["name"] = "__Host-onbehalf" },
            },
        },
    };

    private JsonObject Operation(MethodInfo method, string name, string path)
    {
        var operation = new JsonObject { ["operationId"] = name };
        if (method.GetCustomAttribute<DescriptionAttribute>() is { Description: var description })
            operation["description"] = description;
        if (method.IsDefined(typeof(PersonAttribute)))
            operation["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }, new JsonObject { ["session"] = new JsonArray() });
        if (Parameters(method, path) is { Count: > 0 } parameters)
            operation["parameters"] = parameters;
        if (method.GetCustomAttribute<TakesAttribute>() is { Body: var body, IsOptional: var isOptional, MediaType: var mediaType })
            operation["requestBody"] = new JsonObject { ["required"] = !isOptional, ["content"] = Content(mediaType, body) };
        operation["responses"] = Responses(method);
        return operation;
    }

    private JsonObject Responses(MethodInfo method)
    {
        var responses = new JsonObject();
        foreach (var answer in method.GetCustomAttributes<AnswersAttribute>())
        {
            var response = new JsonObject { ["description"] = Reason(answer.Status) };
            if (answer.Body is not null || answer.MediaType != "application/json")
                response["content"] = Content(answer.MediaType, answer.Body);
            responses[answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = response;
        }

        responses["default"] = new JsonObject
        {
            ["description"] = "A problem (RFC 9457)",
            ["content"] = Content("application/problem+json", typeof(ProblemBody)),
        };
        return responses;
    }

    private JsonObject Content(string mediaType, Type? body) =>
        new() { [mediaType] = body is null ? new JsonObject() : new JsonObject { ["schema"] = _schemas.Reference(body) } };

    private static JsonArray Parameters(MethodInfo method, string path)
    {
        var parameters = new JsonArray();
        foreach (Match match in RouteValue().Matches(path))
            parameters.Add(Parameter(match.Groups[1].Value, "path", null, "string"));
        foreach (var query in method.GetCustomAttributes<QueryAttribute>())
            parameters.Add(Parameter(query.Name, "query", query.Description, "string"));
        if (method
                .GetCustomAttributes<AnswersAttribute>()
                .Any(static answer => answer.Body is { IsGenericType: true } body && body.GetGenericTypeDefinition() == typeof(Listing<>)))
        {
            parameters.Add(Parameter("limit", "query", $"1 to {Page.LargestLimit}, {Page.DefaultLimit} by default", "integer"));
            parameters.Add(Parameter("continuation", "query", "from the page before", "string"));
        }

        return parameters;
    }

    private static JsonObject Parameter(string name, string place, string? description, string type)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place, ["required"] = place == "path", ["schema"] = new JsonObject { ["type"] = type } };
        if (description is not null)
            parameter["description"] = description;
        return parameter;
    }

    private static HttpTriggerAttribute? Trigger(MethodInfo method) =>
        method
            .GetParameters()
            .Select(static parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .FirstOrDefault(static trigger => trigger is not null);

    private static string Reason(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Constraint();

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex RouteValue();
}
