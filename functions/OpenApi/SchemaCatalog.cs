using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Onbehalf.Functions.Edge;

namespace Onbehalf.Functions.OpenApi;

/// <summary>The JSON schemas of the contract's records, exported with the serializer settings of the contract.</summary>
internal sealed class SchemaCatalog
{
    private static readonly IdText Ids = new();

    private static readonly JsonSchemaExporterOptions Exporter = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = static (context, schema) =>
        {
            // The exporter cannot inspect converters; ids are text.
            if (Ids.CanConvert(Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type))
                return new JsonObject { ["type"] = "string" };
            if (schema is JsonObject { } members)
                LeaveOutNulls(members);
            return schema;
        },
    };

    private readonly SortedDictionary<string, (Type Type, JsonNode Schema)> _schemas = new(StringComparer.Ordinal);

    public JsonNode Reference(Type type)
    {
        if (type == typeof(object))
            return new JsonObject { ["type"] = "object" };
        var name = Name(type);
        if (!_schemas.TryGetValue(name, out var known))
        {
            var schema = Json.Web.GetJsonSchemaAsNode(type, Exporter);
            Rebase(schema, $"#/components/schemas/{name}");
            _schemas[name] = (type, schema);
        }
        else if (known.Type != type)
        {
            throw new InvalidOperationException($"Two records of the contract are named {name}: {known.Type} and {type}.");
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    public JsonObject Components() => new(_schemas.Select(static schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value.Schema)));

    // Null values are omitted, so nullable members are not required.
    private static void LeaveOutNulls(JsonObject schema)
    {
        if (schema["required"] is not JsonArray required || schema["properties"] is not JsonObject properties)
            return;
        foreach (var name in required.Select(static name => name!.GetValue<string>()).ToList())
        {
            if (properties[name] is JsonObject property && property["type"] is JsonArray types && types.Any(static type => type!.GetValue<string>() == "null"))
                required.Remove(required.First(item => item!.GetValue<string>() == name));
        }

        if (required.Count == 0)
            schema.Remove("required");
    }

    // ThreadBody → Thread; Listing<ThreadBody> → ThreadListing.
    private static string Name(Type type)
    {
        var name = type.Name.Split('`')[0];
        if (name.EndsWith("Body", StringComparison.Ordinal))
            name = name[..^"Body".Length];
        return string.Concat(type.GetGenericArguments().Select(Name)) + name;
    }

    // The exporter writes references relative to each schema's root. Here that root is a component.
    private static void Rebase(JsonNode? node, string root)
    {
        switch (node)
        {
            case JsonArray items:
                foreach (var item in items)
                    Rebase(item, root);
                break;
            case JsonObject members:
                if (members["$ref"] is JsonValue reference && reference.GetValue<string>() is ['#', .. var rest])
                    members["$ref"] = root + rest;
                foreach (var (_, member) in members)
                    Rebase(member, root);
                break;
        }
    }
}
